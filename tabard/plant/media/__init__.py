"""Pictures, made safe: re-encoded, sized for phones, described in words."""
