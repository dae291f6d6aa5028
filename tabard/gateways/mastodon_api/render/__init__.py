"""Our rows as the entities of Mastodon's client API (docs.joinmastodon.org, entities): of its version 4.4, and of 4.5
what tells of quoting."""
