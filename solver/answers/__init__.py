"""Answers to questions: the engine, what is told of a path, and many questions at once."""
