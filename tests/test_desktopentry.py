"""`recognizer desktop`: an entry in the menu of programs, with an icon, and away again."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from making import run_python

from recognizer.commands.desktop import desktop_entry

linux_only = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="there is no such menu on this system"
)


def desktop(action: str, data: Path) -> subprocess.CompletedProcess[str]:
    """Run the command with this folder for the user's data."""
    return run_python("-m", "recognizer", "desktop", action, XDG_DATA_HOME=str(data))


def commands_in(entry: str) -> list[str]:
    """Return what stands in the entry's Exec, unquoted as a desktop does it."""
    (line,) = (line for line in entry.splitlines() if line.startswith("Exec="))
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"', line.replace("\\\\", "\\"))
    return [re.sub(r"\\(.)", r"\1", part).replace("%%", "%") for part in quoted]


def check(path: Path) -> None:
    """Let the desktop's own tool look at an entry."""
    if not shutil.which("desktop-file-validate"):
        pytest.skip("desktop-file-validate is not installed")
    done = subprocess.run(["desktop-file-validate", path], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@linux_only
def test_it_is_put_into_the_menu_with_an_icon_and_taken_away(tmp_path: Path) -> None:
    done = desktop("install", tmp_path)
    entry = tmp_path / "applications" / "recognizer.desktop"
    icon = tmp_path / "icons" / "hicolor" / "256x256" / "apps" / "recognizer.png"
    assert (done.returncode, done.stderr) == (0, "")
    assert "Name=Recognizer\n" in entry.read_text()
    assert icon.read_bytes().startswith(b"\x89PNG")
    done = desktop("remove", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert not entry.exists()
    assert not icon.exists()


@linux_only
def test_what_it_starts_is_this_program(tmp_path: Path) -> None:
    desktop("install", tmp_path)
    command = commands_in((tmp_path / "applications" / "recognizer.desktop").read_text())
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("recognizer ")


@linux_only
def test_taking_away_what_is_not_there_says_so(tmp_path: Path) -> None:
    done = desktop("remove", tmp_path)
    assert (done.returncode, done.stdout) == (0, "Recognizer was not in the menu of programs\n")


@linux_only
def test_the_name_of_the_folder_reaches_no_terminal_raw(tmp_path: Path) -> None:
    done = desktop("install", tmp_path / "\x1b[31mred\nline")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert "\x1b" not in done.stdout


@linux_only
def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = desktop("install", tmp_path / "file")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "program", ["/usr/bin/recognizer", "/my board/bin/recognizer", '/a"b$c`d\\e/100%/recognizer']
)
def test_any_path_is_quoted_as_the_specification_wants_it(program: str, tmp_path: Path) -> None:
    entry = desktop_entry([program, "-m"])
    assert commands_in(entry) == [program, "-m"]
    (tmp_path / "recognizer.desktop").write_text(entry)
    check(tmp_path / "recognizer.desktop")


def test_elsewhere_it_says_that_there_is_no_such_menu() -> None:
    code = (
        "import sys; sys.platform = 'darwin'; from recognizer.commands.main import main\n"
        "sys.exit(main(['desktop', 'install']))"
    )
    done = run_python("-c", code)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "there is no menu of this kind here" in done.stderr
