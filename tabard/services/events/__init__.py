"""Beat meetings and other events, and the priorities that a team works on."""
