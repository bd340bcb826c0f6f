"""What may be reached at all, asked of plans and not of states: it never says no where there is a path."""
