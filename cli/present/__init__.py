"""Presenters: one file for each form in which an answer leaves the program."""
