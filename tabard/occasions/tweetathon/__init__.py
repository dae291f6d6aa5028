"""A day on which police everywhere tell of their work under one hashtag, and what can be counted of it.

A *saying* is one post as any network gives it (`saying.py`). A *source* is a shape in which networks give them
(`reading/`). The *store* keeps them without names (`keeping/`), and a *figure* is a number with a definition
(`counting/`). Nothing of the heavy parts is imported before a command of this room is called.
"""
