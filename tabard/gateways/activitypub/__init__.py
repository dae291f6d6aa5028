"""The language of the fediverse: our actors as others see them, what others send us, and what we send them.

Words, those of ActivityPub: an *activity* says that an *actor* did something with an *object*; it is put into an
*inbox*. A *peer* is another server, known by its host; a *knock* is one way of signing a request to it (RFC 9421, or
the older draft that most still speak). What comes in is checked at the door, kept as one row, and taken in by the
worker.

receive/ turns their words into ours, render/ ours into theirs; nothing else in the house knows either.
"""
