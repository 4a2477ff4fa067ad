"""The suite may run in the background of a shell, which has what it starts ignore Ctrl+C."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from making import ROOT, changed_environment

INTERRUPTS = """
import signal, subprocess, sys

SLEEPS = "import time; print('begun', flush=True); time.sleep(90)"

def test_a_child_can_be_interrupted():
    command = [sys.executable, "-c", SLEEPS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        child.stdout.readline()
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=60) == -signal.SIGINT
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a background that ignores Ctrl+C is Unix's")
def test_what_a_test_starts_can_be_interrupted(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(INTERRUPTS)
    places = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    suite = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "conftest",
        "-p",
        "no:cacheprovider",
        "test_it.py",
    ]
    done = subprocess.run(
        ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *suite],
        cwd=tmp_path,
        env=changed_environment(PYTHONPATH=places),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "1 passed" in done.stdout, done.stdout
