"""Posts by e-mail: double opt-in, at once or in digests, one-click unsubscribe, bounces."""
