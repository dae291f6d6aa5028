"""What an activity from elsewhere does here. It was signed by its actor, who may act for itself and for nobody else.

What concerns nobody here is dropped: we keep what those say whom one of ours follows, what mentions or quotes one of
ours, and what answers a note that we hold.
"""
