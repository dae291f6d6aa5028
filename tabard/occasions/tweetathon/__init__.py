"""A tweetathon: a day on which forces all over the world tell of their work under one hashtag, and what can be counted.

Its *organiser* is the force that runs it on its own server, or one team of it. Any force can *register*, also one that
has no Tabard: by a form, a mail to its official address, and the link in it. The day runs for 24 hours *at one instant*
for all, or *by local time*, from midnight to midnight wherever a force stands. Whether it is to come, going on or over
follows from the clock.

A *saying* is one post as any network gives it (`saying.py`). A *source* is a shape in which networks give them
(`reading/`), and a server is *listened* to in the same shapes (`collecting/`). The *store* keeps them without names
(`keeping/`), a *figure* is a number with a definition (`counting/`), and the *picture* is the page that shows them
(`picture/`). Nothing of the heavy parts is imported before a command of this room is called.
"""
