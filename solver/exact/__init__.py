"""The least paths through full states, line after line."""
