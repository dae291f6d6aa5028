"""What teams and officers say: drafts, schedule, publication, edits with history, retraction.

A *post* belongs to a team and speaks for the team or for the officer who wrote it. A *version* is one text that the
public could read. A *series* ties posts of one team together. A *thread* is a post and the replies that its own team
adds to it.
"""
