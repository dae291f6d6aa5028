"""Keeping the house: is it well (health, metrics), what it serves when it is not, backup and restore.

Words: *healthy* means that the database answers; *late* work is work that is due and not yet done.
"""
