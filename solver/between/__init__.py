"""Changes between any two plans, whatever is held besides."""
