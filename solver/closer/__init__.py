"""A closer look at what may be reached: how what meets demands is carried to the goal, by when, and how often it is ordered."""
