"""Our teams and officers among everybody else in the fediverse: who is there, who follows whom, and what is said.

Words, those of ActivityStreams 2.0: an *actor* is anyone who can be followed: a team or an officer of ours (*local*),
or somebody at another server (*remote*). A *note* is one thing said, here or there; a note of ours stands for a post,
which stays the truth about its words. To *announce* is to pass a note on, to *like* it is to say so. A note from
elsewhere that answers ours is a *reply*: it is *shown* under ours, *held* until the team has looked, or *hidden* with a
reason.

Which messages travel between servers, and how, is the gateways' business; this room only knows what they mean.
"""
