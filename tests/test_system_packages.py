"""What the tests want from the system is named for each system, and offered, never forced."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from browsing import BROWSERS
from making import ROOT, run_python, started

from recognizer.commands.systempackages import INSTALL, X11, Need, packages_of

SCRIPT = ROOT / "scripts" / "system_packages.py"
ASKED_FOR = re.compile(r'which\("([\w-]+)"\)')
BROUGHT_OTHERWISE = {"git", "make"}
"""Programs without which nobody has come as far as the tests."""


def named_by_the_script() -> set[str]:
    """Return every program that stands in the script's table."""
    return set(re.findall(r'"([\w-]+)"', SCRIPT.read_text(encoding="utf-8")))


def test_each_program_that_a_test_looks_for_can_be_installed() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("*.py"))
    assert set(ASKED_FOR.findall(tests)) - BROUGHT_OTHERWISE <= named_by_the_script()


def test_the_browsers_that_the_tests_drive_are_those_that_are_looked_for() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert all(f'"{browser}"' in text for browser in BROWSERS)


@pytest.mark.parametrize("system", ["debian", "fedora", "arch", "macos"])
def test_the_readme_names_the_packages_of_each_system(system: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(rf"^    (?:sudo )?{INSTALL[system]} (.+)$", readme, re.MULTILINE)
    assert line.split() == packages_of(script_needs(), system)


def script_needs() -> tuple[Need, ...]:
    """Return the table of the script."""
    space: dict[str, object] = {"__name__": "script", "__file__": str(SCRIPT)}
    exec(compile(SCRIPT.read_text(encoding="utf-8"), str(SCRIPT), "exec"), space)  # noqa: S102
    needs = space["NEEDS"]
    assert isinstance(needs, tuple)
    return needs


def test_a_library_is_found_by_loading_it() -> None:
    assert not Need(("libno-such-thing.so.6",), "", "", "", "").is_there
    assert {need.names[0] for need in X11} > {"libX11.so.6", "libXi.so.6"}


def test_a_program_is_found_by_any_of_its_names() -> None:
    assert Need(("no-such-thing", Path(sys.executable).as_posix()), "", "", "", "").is_there
    assert not Need(("no-such-thing",), "", "", "", "").is_there


@pytest.mark.skipif(sys.platform == "win32", reason="a PATH of nothing")
def test_without_a_terminal_the_command_is_said_and_nothing_is_done(tmp_path: Path) -> None:
    """As in a script: `make test` goes on."""
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\ntouch ran\n")
    apt.chmod(0o755)
    done = run_python(SCRIPT, "--offer", cwd=tmp_path, PATH=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert "xdotool" in done.stdout
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 1)() != 0 or not shutil.which("apt-get"),
    reason="root's, on Debian",
)
@pytest.mark.parametrize(("answer", "is_run"), [("n", False), ("", True)])
def test_on_a_terminal_it_asks_first(tmp_path: Path, answer: str, is_run: bool) -> None:
    import pty

    apt = tmp_path / "apt-get"
    apt.write_text(f"#!/bin/sh\n: >> '{tmp_path}/ran'\n")
    apt.chmod(0o755)
    ours, theirs = pty.openpty()
    with started(
        [sys.executable, SCRIPT, "--offer"],
        stdin=theirs,
        stdout=theirs,
        env={"PATH": str(tmp_path), "HOME": str(tmp_path)},
    ) as process:
        os.close(theirs)
        os.write(ours, f"{answer}\n".encode())
        assert process.wait(60) == 0
    os.close(ours)
    assert (tmp_path / "ran").exists() == is_run
