"""What is said under the hashtags of a day, as it is said: heard from servers of the fediverse and from Bluesky.

A *source* yields what it heard in the very JSON that files of that network hold, so that one reader understands both.
It never ends by itself and never raises for what a server does: it waits, tries again, and goes on where it stopped.
What is heard twice is the store's business.
"""
