"""The ground that all searches stand on: a catalogue compiled to numbers, states, and what acts and is known in a search."""
