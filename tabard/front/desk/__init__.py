"""The officer's screens: write, schedule, see what went out, keep events and priorities, and run the force."""
