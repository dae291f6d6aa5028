"""Our words in theirs: documents of ActivityStreams 2.0 as plain JSON, in the shape that peers are known to read."""
