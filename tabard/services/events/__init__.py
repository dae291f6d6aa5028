"""Beat meetings and other events, and the priorities that a team works on.

A *priority* is an issue that residents raised and the action that was taken, each with its date. One without a word
for 90 days is *stale*, and says so in public.
"""
