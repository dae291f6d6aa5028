"""Posts by e-mail: double opt-in, at once or in digests, one-click unsubscribe, bounces.

A *stencil* is a letter encoded once; a *parcel* is one recipient's copy of it. A *digest* gathers a day or a week. The
*return path* is the envelope's sender: where bounces go, with the follower signed into it. The *outbox* is the folder
that mail is written to where there is no mail server.
"""
