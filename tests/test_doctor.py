"""`recognizer doctor` runs on any machine, however broken, and says what to do."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from making import ROOT, changed_environment, run_python, started

from recognizer.commands.doctor import LIBRARIES

NO_DISPLAY: dict[str, Any] = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "SDL_VIDEODRIVER": None}


def doctor(*arguments: str, **environment: Any) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    return run_python("-m", "recognizer", "doctor", *arguments, **environment)


def findings(done: subprocess.CompletedProcess[str]) -> dict[str, tuple[str, str]]:
    """Return the sign of each part, and what it is followed by: what was found, what to do."""
    assert done.stderr == ""
    blocks = done.stdout.replace("\n      -> ", " -> ").splitlines()[:-1]
    split = [(block[:4].strip(), *block[6:].split(": ", 1)) for block in blocks]
    return {part: (sign, said) for sign, part, said in split}


def broken_library(folder: Path, name: str, code: str) -> str:
    """Put a library that cannot be imported before the real one; return the PYTHONPATH."""
    (folder / f"{name}.py").write_text(code)
    return os.pathsep.join([str(folder), str(ROOT)])


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """What is found on this machine, where there is no screen."""
    home = tmp_path_factory.mktemp("home") / "not there yet"
    return findings(doctor(SDL_VIDEODRIVER="dummy", RECOGNIZER_HOME=str(home)))


@pytest.mark.parametrize(
    "part",
    ["recognizer", "Python", "numpy", "cv2", "pygame", "model", "sound", "settings", "autosaves"],
)
def test_what_is_well_is_told_to_be(healthy: dict[str, tuple[str, str]], part: str) -> None:
    if part == "sound":
        pytest.importorskip("pygame.mixer", exc_type=ImportError)  # it needs the system's GLib
    sign, said = healthy[part]
    assert sign == "ok"
    assert "->" not in said


def test_without_a_screen_it_says_so_and_what_works_without_one() -> None:
    done = doctor(**NO_DISPLAY)
    sign, said = findings(done)["display"]
    assert done.returncode == 1
    assert sign == "BAD"
    assert "neither DISPLAY nor WAYLAND_DISPLAY" in said
    assert "-> run it on a desktop" in said


@pytest.mark.skipif(sys.platform != "linux", reason="X11")
def test_a_screen_that_does_not_answer_is_told_with_the_drivers_words() -> None:
    sign, said = findings(doctor(**{**NO_DISPLAY, "DISPLAY": ":977"}))["display"]
    assert sign == "BAD"
    assert "x11: " in said
    assert "DISPLAY=:977" in said


def test_libraries_that_cannot_be_loaded_are_named_with_how_to_get_them(tmp_path: Path) -> None:
    broken = ("cv2", "pygame", "numpy", "platformdirs")
    for name in broken:
        path = broken_library(tmp_path, name, "raise ImportError('libGL.so.1: no such file')")
    done = doctor(PYTHONPATH=path)
    found = findings(done)
    assert done.returncode == 1
    for name in broken:
        sign, said = found[name]
        assert sign == "BAD"
        assert "libGL.so.1: no such file" in said
        assert "-> pip install --force-reinstall" in said
    assert found["tqdm"][0] == "ok"


def test_every_library_that_is_installed_with_it_is_looked_at() -> None:
    setup = configparser.ConfigParser(interpolation=None)
    setup.read(ROOT / "setup.cfg")
    required = setup["options"]["install_requires"].split("\n")
    names = {re.split(r"[>=;]", line)[0] for line in required if line}
    assert names - {"pygame-ce", "tomli"} == set(LIBRARIES.values())


def test_a_library_that_crashes_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    path = broken_library(tmp_path, "pygame", "import os; os.abort()")
    done = doctor(PYTHONPATH=path)
    assert done.returncode == 1
    assert "the process crashed" in findings(done)["pygame"][1]


def test_what_is_wrong_on_this_machine_is_told_part_by_part(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("no folder")
    done = doctor("--model", str(tmp_path), RECOGNIZER_HOME=str(home), SDL_AUDIODRIVER="none")
    found = findings(done)
    assert done.returncode == 1
    assert found["model"][0] == "BAD"
    assert {found[part][0] for part in ("settings", "autosaves", "saves", "profiles")} == {"BAD"}
    assert "is not a folder" in found["autosaves"][1]
    assert found["sound"][0] == "note"  # the board can be used without


def test_names_of_folders_and_models_reach_no_terminal_raw(tmp_path: Path) -> None:
    odd = str(tmp_path / "\x1b[31mred\nline")
    done = doctor("--model", odd, RECOGNIZER_HOME=odd)
    assert "\\x1b[31mred\\nline" in findings(done)["settings"][1]
    assert "\x1b" not in done.stdout


def test_it_makes_no_folder_itself(healthy: dict[str, tuple[str, str]]) -> None:
    sign, said = healthy["autosaves"]
    assert sign == "ok"
    assert said.endswith("will be created")


def test_on_a_machine_where_all_is_well_the_exit_code_is_0(tmp_path: Path) -> None:
    if not shutil.which("Xvfb"):
        pytest.skip("Xvfb is not installed: no screen to find")
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24"]
    with started(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        display = f":{server.stdout.readline().strip()}"
        done = doctor(RECOGNIZER_HOME=str(tmp_path), **{**NO_DISPLAY, "DISPLAY": display})
        server.terminate()
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "The board can be used.")
    assert findings(done)["display"][1].startswith("driver x11, 1280x800")


def test_the_board_names_it_when_no_window_can_be_opened() -> None:
    done = run_python("-m", "recognizer", XDG_RUNTIME_DIR=None, **NO_DISPLAY)
    assert done.returncode == 2
    assert "`recognizer doctor`" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["cv2", "pygame", "numpy"])
def test_the_board_names_it_when_a_library_cannot_be_loaded(tmp_path: Path, name: str) -> None:
    path = broken_library(tmp_path, name, "raise ImportError('libGL.so.1: no such file')")
    done = subprocess.run(
        [sys.executable, "-m", "recognizer"],
        env=changed_environment(PYTHONPATH=path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("recognizer: libGL.so.1: no such file; `recognizer doctor`")
    assert done.stderr.count("\n") == 1


def test_the_board_names_it_when_the_model_cannot_be_used(tmp_path: Path) -> None:
    done = run_python("-m", "recognizer", "board", "--model", tmp_path, SDL_VIDEODRIVER="dummy")
    assert "`recognizer doctor`" in done.stderr
