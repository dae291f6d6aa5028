"""Changes recorded in the transaction that made them; their consequences run after commit, at least once."""
