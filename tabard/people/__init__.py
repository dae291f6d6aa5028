"""Who is who, and where."""
