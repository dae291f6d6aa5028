"""The subcommands of `tabard tweetathon`, each with what it needs at its top."""
