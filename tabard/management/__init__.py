"""The commands that start processes: they stand on the whole house."""
