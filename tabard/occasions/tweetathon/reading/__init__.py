"""From files of any kind to sayings: `files.read` opens, cuts into values, and asks each source whose value it is."""
