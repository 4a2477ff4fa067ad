"""The command in this process, and an ink for it to read.

A plugin of pytest: ``pytest_plugins = ["commandfixtures"]`` in a test module brings the fixtures.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import Run
from making import ink_line, write_lines
from strokes import DIGITS

from recognizer.commands.main import main


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process: exit code, standard output, standard error."""

    def run_here(*arguments: object) -> tuple[int, str, str]:
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as caught:
            code = int(caught.code or 0)
        return code, *capfd.readouterr()

    return run_here


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """An ink file that says 3."""
    return write_lines(tmp_path / "three.json", [ink_line(DIGITS["3"])])
