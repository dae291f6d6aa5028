"""Tabard: a home for neighbourhood policing at the force's own domain."""

__version__ = "0.1.0"
