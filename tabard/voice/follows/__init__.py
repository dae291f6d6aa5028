"""Who follows which team, officer or neighbourhood, by which channel.

A *follower* is an address on a channel (a mailbox, later a phone) and nothing more: no name, no account. A *follow*
ties it to one team, officer or neighbourhood; it is *asked* for first and *confirmed* by whoever holds the address. A
follower can be *stopped*: nothing is sent to it. Its *token* is the key to its own page, and stands in every message.
"""
