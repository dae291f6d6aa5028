"""Mastodon's client API, so that the phone apps that exist can be used to speak as a team or an officer.

Words, those of that API: a *status* is a note, a *reblog* an announce, a *favourite* a like, a *notification* a notice;
an *app* is registered, and a person grants it a *token*, which speaks as one *account*: as themselves, or as a team of
theirs.
What we do not support is answered with 422 and says so.
"""
