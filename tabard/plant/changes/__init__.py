"""Changes recorded in the transaction that made them; their consequences run after commit, at least once.

A *change* is a fact in the past tense (`PostPublished`). A *consequence* is one job that follows from it, kept as a row
of its own with attempts and a lease, so that neither a lost nudge nor a killed process loses it.
"""
