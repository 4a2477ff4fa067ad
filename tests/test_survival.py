"""What a board had said was done is there after a kill, and after a full disk, in a few rounds."""

from __future__ import annotations

import sys

import pytest
from making import ROOT, run_python

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")


@pytest.mark.parametrize(
    "arguments",
    [("kills", "--count", "4", "--seed", "3"), ("full-disk",)],
)
def test_nothing_is_lost(arguments: tuple[str, ...]) -> None:
    done = run_python(ROOT / "scripts" / "survival.py", *arguments, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "lost" in done.stdout
