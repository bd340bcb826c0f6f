"""Decides what can be reached and at which least loss: graph and propagation first, Z3 on what is left, exact search on top."""
