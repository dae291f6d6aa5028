"""Days that many forces share."""
