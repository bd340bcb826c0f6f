"""The plain interpreter: one order in one state, legal or what it breaks. Obviously right, slow, and alone: no solver here."""
