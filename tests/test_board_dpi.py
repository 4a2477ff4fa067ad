"""How fine the screen is, as the system tells it."""

import os
import stat
import sys
from pathlib import Path

import pytest

from recognizer.board.window import dpi
from recognizer.board.window.dpi import screen_scale

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="asks the system itself"
)


@pytest.fixture
def system(monkeypatch, tmp_path):
    """An X server's resources, in a program that prints them, and no other word."""
    for name in ("GDK_SCALE", "QT_SCALE_FACTOR", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(dpi, "ASK_SECONDS", 60)  # a busy machine takes long to start a program

    def say(script):
        program = tmp_path / "xrdb"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("DISPLAY", ":99")

    return say


@pytest.mark.parametrize("name", ["GDK_SCALE", "QT_SCALE_FACTOR"])
@pytest.mark.parametrize(
    ("given", "scale"), [("2", 2.0), ("1.5", 1.5), ("0.5", 1.0), ("9", 4.0), ("no", 1.0), ("", 1.0)]
)
def test_the_desktop_says_it_to_toolkits(system, monkeypatch, name, given, scale):
    monkeypatch.setenv(name, given)
    assert screen_scale() == scale


@pytest.mark.parametrize(
    ("resources", "scale"),
    [
        ("Xft.dpi:\t192", 2.0),
        ("Xcursor.size: 24\\nXft.dpi: 144.0\\nXft.hinting: 1", 1.5),
        ("Xft.dpi: 72", 1.0),
        ("Xft.dpi: many", 1.0),
        ("", 1.0),
    ],
)
def test_x_says_it_in_its_resources(system, resources, scale):
    system(f"printf '{resources}\\n'")
    assert screen_scale() == scale


def test_the_desktop_s_word_to_toolkits_counts_more(system, monkeypatch):
    system("printf 'Xft.dpi: 192\\n'")
    monkeypatch.setenv("GDK_SCALE", "3")
    assert screen_scale() == 3.0


def test_where_nothing_is_known_it_is_the_usual_one(system, monkeypatch):
    assert screen_scale() == 1.0
    monkeypatch.setenv("DISPLAY", ":99")
    assert screen_scale() == 1.0


@pytest.mark.parametrize("script", ["exit 1", "printf '\\377\\376'"])
def test_a_program_that_fails_is_passed_over(system, script):
    system(script)
    assert screen_scale() == 1.0


def test_a_program_that_hangs_holds_nothing_up(system, monkeypatch):
    monkeypatch.setattr(dpi, "ASK_SECONDS", 0.5)
    system("printf 'Xft.dpi: 192\\n'\nexec /bin/sleep 20")
    assert screen_scale() == 1.0


def test_a_program_that_cannot_be_started_is_passed_over(system, monkeypatch):
    system("")
    Path(os.environ["PATH"], "xrdb").write_bytes(b"\x7fELF no program")
    assert screen_scale() == 1.0
