"""Rule kinds: one file a kind, and nothing else to edit for a new one (`model.rules.kinds` finds them)."""
