"""The statuses that a command ends with. Source: README.md; what a yes is to a command, its page in docs/ says."""

from __future__ import annotations

YES = 0
"""There is a way; nothing is found; nothing differs; all is as it was told."""
NO = 1
USAGE = 2
BAD_FILE = 3
UNDECIDED = 4
"""Something was not decided in time, and what was decided does not settle it."""
DEFECT = 70
INTERRUPTED = 130
BROKEN_PIPE = 141
