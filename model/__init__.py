"""The meaning of a plan change: catalogue, subscriber, rules, answers. Imports no solver, graph or command line."""
