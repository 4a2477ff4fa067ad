"""The command line itself: help, wrong words, what terminals show, a board without a screen."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commandline import Run, command, refused
from making import ROOT, changed_environment
from strokes import DIGITS

from recognizer import __version__

pytest_plugins = ["commandfixtures"]

EXAMPLE = str(ROOT / "docs/examples/digits.jsonl")
BAD_SIZES = ["0x0", "1280", "1280x", "x800", "-5x800", "1280*800", "99x99", "1e3x1e3", "big"]
NO_DISPLAY: dict[str, Any] = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "XDG_RUNTIME_DIR": None}


def test_help_names_the_commands() -> None:
    done = command("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "board" in done.stdout
    assert "read" in done.stdout


@pytest.mark.parametrize("name", ["board", "read", "serve", "profile"])
def test_every_command_has_help(run: Run, name: str) -> None:
    code, out, err = run(name, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"usage: recognizer {name}")


def test_version_is_that_of_the_package() -> None:
    done = command("--version")
    assert (done.returncode, done.stdout) == (0, f"recognizer {__version__}\n")


def test_a_board_without_its_model_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    assert refused(run("board", "--model", tmp_path / "none"), tmp_path / "none")


@pytest.mark.parametrize("count", ["0", "-1", "two", "1.5", "", "1000000"])
def test_a_bad_number_of_workers_is_told_in_one_line(run: Run, three: Path, count: str) -> None:
    assert refused(run("read", f"--workers={count}", three), "argument --workers")


def test_the_help_tells_what_the_exit_codes_mean(run: Run) -> None:
    said = " ".join(run("read", "--help")[1].split())
    assert "1: nothing was read, or some of several files or lines could not be read;" in said


@pytest.mark.parametrize("size", BAD_SIZES)
def test_a_bad_size_is_told_in_one_line(run: Run, size: str) -> None:
    assert refused(run("board", f"--windowed={size}"), "argument --windowed")


@pytest.mark.parametrize("arguments", [["read"], ["paint"], ["read", "--loud", "x.png"]])
def test_a_wrong_command_line_is_told_in_one_line(run: Run, arguments: list[str]) -> None:
    assert refused(run(*arguments), "recognizer")


def test_a_file_without_a_command_is_told_how_files_are_read(run: Run) -> None:
    assert refused(run(EXAMPLE), f"{EXAMPLE}: files are read by: recognizer read FILE")


def test_a_command_behind_an_option_is_told_to_come_first(run: Run) -> None:
    done = run("--model", "mine", "read", "x.png")
    assert refused(done, "the command comes first: recognizer read ...")


@pytest.mark.parametrize("name", ["board", "board.jpg", "png"])
def test_a_screenshot_is_a_png(run: Run, name: str) -> None:
    assert refused(run("board", "--screenshot", name), "does not end in .png")


@pytest.mark.parametrize("driver", ["x11", None])
@pytest.mark.parametrize("arguments", [[], ["board", "--windowed"]], ids=["bare", "windowed"])
def test_without_a_display_the_board_says_so_and_ends(
    driver: str | None, arguments: list[str]
) -> None:
    done = command(*arguments, SDL_VIDEODRIVER=driver, **NO_DISPLAY)
    assert refused((done.returncode, done.stdout, done.stderr), "no window can be opened")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [["--version"], ["read", "--help"], ["read", EXAMPLE]])
def test_a_full_disk_is_told_in_one_line(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "recognizer", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=changed_environment(),
            check=False,
        )
    assert refused((done.returncode, "", done.stderr), "No space left")


@pytest.mark.skipif(os.name == "nt", reason="a shell that can close a stream")
def test_without_standard_error_a_complaint_is_not_taken_for_output(tmp_path: Path) -> None:
    line = shlex.join([sys.executable, "-m", "recognizer", "read", str(tmp_path / "missing.png")])
    done = subprocess.run(
        ["sh", "-c", f"{line} 2>&-"], stdout=subprocess.PIPE, env=changed_environment(), check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("as_json", [False, True])
def test_names_of_files_cannot_command_a_terminal(run: Run, tmp_path: Path, as_json: bool) -> None:
    good, bad = tmp_path / "a\033[2J\u202e.json", tmp_path / "b\033]0;title\a.json"
    good.write_text(DIGITS["3"].to_json())
    bad.write_text("{")
    missing = tmp_path / "c\r\033[0m.png"
    code, out, err = run("read", good, bad, missing, *(["--json"] if as_json else []))
    assert (code, err.count("\n"), out.count("\n")) == (1, 2, 1)
    assert (out + err).replace("\n", "").isprintable()


def test_a_wrong_option_cannot_command_a_terminal(run: Run) -> None:
    code, out, err = run("profile", "list", "--\033[2J")
    assert refused((code, out, err), r"--\x1b[2J")
    assert err[:-1].isprintable()


def test_a_file_name_that_the_terminal_cannot_show_is_no_reason_to_fail(tmp_path: Path) -> None:
    path = tmp_path / "f\u00fcnf.json"
    path.write_text(DIGITS["5"].to_json())
    done = command("read", path, path, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert ": 5 (" in done.stdout


def test_the_options_of_the_board_need_no_word_before_them(run: Run) -> None:
    code, _, complaint = run("--windowed", "tiny")
    assert code == 2
    assert complaint.startswith("recognizer board: argument --windowed")


def test_ctrl_c_while_code_is_executed_ends_it_like_any_other(tmp_path: Path) -> None:
    """Dataclasses execute code while a module is imported; without care, Python kills itself."""
    (tmp_path / "sitecustomize.py").write_text("""
import signal, sys

class Interrupting:
    def find_spec(self, name, *_):
        if name == "recognizer.commands.read":
            exec("signal.raise_signal(signal.SIGINT)")

sys.meta_path.insert(0, Interrupting())
""")
    path = os.pathsep.join((str(tmp_path), str(ROOT)))
    done = command("read", "digit.png", PYTHONPATH=path)
    assert (done.returncode, done.stderr) == (128 + signal.SIGINT, "")
