"""What is said at the end of a run."""

from __future__ import annotations

import pytest
import tally


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How often the random cases met what."""
    if lines := tally.lines():
        terminalreporter.section("random cases")
        for line in lines:
            terminalreporter.write_line(line)
