"""One order: what is let, what must be cancelled and ordered along, and what it comes to."""
