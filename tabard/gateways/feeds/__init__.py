"""Atom, RSS, JSON Feed and iCalendar doors out of the house."""
