"""What is found in a whole catalogue, of a draft, and between two versions."""
