"""What is said, and who listens."""
