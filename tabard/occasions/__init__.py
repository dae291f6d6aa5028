"""What happens once: events that forces hold together."""
