"""All writing of this room, by what it is about."""
