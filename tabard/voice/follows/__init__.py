"""Who follows which team, officer or neighbourhood, by which channel."""
