"""Sign-in with a second factor, and the roles that people at the force hold."""
