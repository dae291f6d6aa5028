"""The rooms that people walk into."""
