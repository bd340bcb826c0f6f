"""Worked cases, run as `solve` runs a command line."""
