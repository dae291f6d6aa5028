"""Who did what, when and on whose behalf: append-only and hash-chained."""
