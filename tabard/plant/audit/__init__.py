"""Who did what, when and on whose behalf: append-only and hash-chained.

Each entry's hash covers its own words and the hash before it, so that a change to any entry, or a missing one, shows
(`tabard audit verify`). Who holds the whole database can write the chain anew: that shows against a mark kept
elsewhere. No resident's address, position or words stand here. Reasons stand beside the chain, which holds their
hashes: so they can be erased with what they are about.
"""
