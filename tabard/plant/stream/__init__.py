"""Live updates to open pages, within a process or over Valkey/Redis.

A *topic* is what a page listens to (`team-4`); an *event* says what happened, with ids only. Nothing is kept: a page
that was away asks for its fragment anew when it is back.
"""
