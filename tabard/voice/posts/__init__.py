"""What teams and officers say: drafts, schedule, publication, edits with history, retraction."""
