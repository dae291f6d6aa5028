"""The made-up force of Peelborough, loaded so that a new site is alive."""
