"""Our rows as the entities of Mastodon's client API (docs.joinmastodon.org, entities), as of its version 4.4."""
