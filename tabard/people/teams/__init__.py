"""Teams and officers, postings, handover, and the badge that proves an officer real."""
