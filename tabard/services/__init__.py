"""What a team does for its neighbourhood."""
