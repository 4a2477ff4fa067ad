"""`recognizer read` as processes: interrupted, killed, no longer listened to, looked at."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from making import changed_environment, ink_line, started, write_lines
from strokes import DIGITS

PATIENCE_SECONDS = 60.0


def reading(*arguments: object) -> AbstractContextManager[subprocess.Popen[str]]:
    """Start the command in a group of its own, as a shell does."""
    return started(
        [sys.executable, "-m", "recognizer", "read", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=changed_environment(),
        start_new_session=True,
    )


def wait_for_group(group: int) -> None:
    """Raise ProcessLookupError as soon as no process of the group is left."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        os.killpg(group, 0)
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    """Return the processes that read for `pid`, the oldest first."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [
        int(each) for each in found if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()
    ]


@pytest.fixture
def endless(tmp_path: Path) -> list[Path]:
    """Files that take long to read."""
    lines = [ink_line(DIGITS["1"])] * 20_000
    return [write_lines(tmp_path / f"{k}.jsonl.gz", lines) for k in range(3)]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupt_ends_all_processes_without_a_word(endless: list[Path], workers: int) -> None:
    with reading("--workers", workers, *endless) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        os.killpg(run.pid, signal.SIGINT)
        run.stdout.read()
        assert run.stderr.read() == ""
    assert run.returncode == 130
    with pytest.raises(ProcessLookupError):
        wait_for_group(run.pid)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_reader_that_has_seen_enough_ends_all_processes(
    endless: list[Path], workers: int
) -> None:
    with reading("--workers", workers, *endless) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == ""
    assert run.returncode == 0


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_a_process_that_dies_is_told_and_the_rest_is_read(
    endless: list[Path], tmp_path: Path
) -> None:
    last = write_lines(tmp_path / "last.json", [ink_line(DIGITS["7"])])
    with reading("--workers", 2, endless[0], last) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        os.kill(children(run.pid)[0], signal.SIGKILL)
        *_, final = run.stdout.read().splitlines()
        told = run.stderr.read()
    assert final.startswith(f"{last}: 7 (")
    assert told == f"recognizer: {endless[0]}: the process that read it ended (SIGKILL)\n"
    assert run.returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_somebody_who_looks_on_sees_a_bar(tmp_path: Path) -> None:
    import pty

    files = [write_lines(tmp_path / f"{k}.json", [ink_line(DIGITS["1"])]) for k in range(8)]
    ours, theirs = pty.openpty()
    with started(
        [sys.executable, "-m", "recognizer", "read", *files],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=changed_environment(),
    ) as run:
        os.close(theirs)
        assert run.stdout is not None
        assert run.stdout.read().count(b"\n") == 8
        seen = os.read(ours, 2**16)
    os.close(ours)
    assert b"/8" in seen
