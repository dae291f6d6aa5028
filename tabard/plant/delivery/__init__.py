"""The outgoing ledger: who is still to be sent what, by which channel, and what became of it."""
