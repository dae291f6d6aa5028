"""Keeps the sayings of an event: appended, never changed, and without the names of those who did not register."""
