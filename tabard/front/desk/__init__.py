"""The officer's screens: write, schedule, see what went out, keep events and priorities, and run the force.

Made for two minutes on a street corner: a phone of 360 pixels, one hand, no script needed. An officer works for one
team at a time (the *chosen team*); whoever has several postings changes between them.
"""
