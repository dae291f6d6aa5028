"""Doors to other networks."""
