"""The digital lead's screens for people and teams, and the officers' own."""
