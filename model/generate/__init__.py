"""Catalogues, subscribers and requests made from a seed: pure, the same `random.Random` gives the same data."""
