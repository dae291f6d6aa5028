"""The outgoing ledger: who is still to be sent what, by which channel, and what became of it.

A *delivery* is one batch of recipients of one thing (`about`) on one *channel*. Its row is the truth: it is leased
while a *sender* works on it, put back with a growing wait when the sender fails, *dead* after a stated time (and shown
as such, never lost in silence), *recalled* when the thing that it carries was taken back.
"""
