"""The check of an answer by the plain interpreter: what it says is replayed and recounted. No solver here, and no z3."""
