"""Why no path loses less, and why there is none."""
