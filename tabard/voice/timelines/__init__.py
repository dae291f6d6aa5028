"""What each of our teams and officers reads: their home timeline, what concerns them, their lists, filters and marks.

Words: *home* is what the actors say whom they follow; a *notice* tells an actor that somebody mentioned, answered,
liked, passed on or followed them. Everything here belongs to one local actor, its *owner*, and no other server learns
of it.
"""
