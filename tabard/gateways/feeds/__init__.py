"""What others fetch: Atom, RSS and JSON Feed of teams, officers and neighbourhoods, and iCalendar of events.

A *feed* is the newest posts of one voice or place as *entries*; each entry keeps its id (a tag URI, RFC 4151) for ever,
and goes when its post is retracted. Answers carry an ETag and Last-Modified, so that asking again is cheap.
"""
