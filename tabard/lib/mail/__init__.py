"""Mail as bytes: addresses, letters cut once and filled per recipient, a pipelining SMTP sender, bounce reports."""
