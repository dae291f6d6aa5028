"""The made-up force of Peelborough, loaded so that a new site is alive.

Its words, people and boundaries stand in data/, its pictures are drawn by code. Loading goes through the same actions
as everybody's work, is taken up where it broke off, and when repeated brings its meetings and priorities up to date.
"""
