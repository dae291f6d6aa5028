"""The rules, each in one place: what it says, where it comes from, what it finds, and examples that are its tests."""
