"""Live updates to open pages, within a process or over Valkey/Redis."""
