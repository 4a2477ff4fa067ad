"""``recognizer doctor``: what this machine lacks for the board, and what to do about it.

Each part is checked separately. Risky checks run in a process of their own, so a driver that
crashes is a finding. The module imports only Python's own library at first, so it runs even if
another library is broken.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from argparse import Namespace, _SubParsersAction
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from recognizer.commands.systempackages import SOUND, X11, Need, command_for
from recognizer.console import printable
from recognizer.version import DISTRIBUTION, __version__

BROKEN = 1
ASK_SECONDS = 30  # a cold start of LiteRT from a slow disk takes several seconds
MIN_FREE_MB = 50  # enough for years of ink
LIBRARIES = {
    "numpy": "numpy",
    "cv2": "opencv-python-headless",
    "pygame": "pygame",
    "ai_edge_litert.interpreter": "ai-edge-litert",
    "platformdirs": "platformdirs",
    "filelock": "filelock",
    "tomli_w": "tomli-w",
    "tqdm": "tqdm",
}
"""Modules that are imported, and their names for pip."""
_UNSEEN = ("offscreen", "dummy", "evdev")
_NO_SCREEN = (
    "run it on a desktop (over ssh: `ssh -X`); `recognizer read FILE` and `recognizer serve` work "
    "without a screen"
)

_IMPORTS = """
wrong = {}
for name in sys.argv[1:]:
    try:
        __import__(name)
    except Exception as error:
        wrong[name] = str(error) or type(error).__name__
print(json.dumps(wrong))
"""
_DISPLAY = """
import pygame
pygame.display.init()
print(json.dumps([pygame.display.get_driver(), pygame.display.get_desktop_sizes()]))
"""
_AUDIO = """
import pygame
pygame.mixer.init()
print(json.dumps(pygame.mixer.get_init()))
"""
_MODEL = """
from pathlib import Path
from recognizer import Ink, Reader
reader = Reader(Path(sys.argv[1]) if sys.argv[1] else None)
print(json.dumps(reader.read_ink(Ink.from_points([[(50, 0), (50, 90)]])).text))
"""


@dataclass(frozen=True)
class Finding:
    """The result of one check, and what to do about it, "" if it is fine.

    It is bad if the board cannot be used until that is done.
    """

    part: str
    told: str
    to_do: str = ""
    is_bad: bool = False

    def __str__(self) -> str:
        sign = "BAD " if self.is_bad else "note" if self.to_do else "ok  "
        line = f"{sign}  {self.part}: {printable(self.told)}"
        return f"{line}\n      -> {printable(self.to_do)}" if self.to_do else line


def add_doctor(commands: _SubParsersAction[Any]) -> None:
    """Add the command to the parser of the command line."""
    doctor = commands.add_parser(
        "doctor",
        help="say what is missing on this machine, and what to do",
        description="Check display, sound, libraries, model, folders and versions, and say what to "
        "do if something is missing.",
        epilog="Exit code 0: the board can be used; 1: something prevents it.",
    )
    doctor.set_defaults(command="doctor")
    doctor.add_argument("--model", metavar="PATH", type=Path, help="check this model")


def run_doctor(options: Namespace) -> int:
    """Print the result of every check and return the exit code."""
    is_bad = False
    for finding in examine(options.model):
        is_bad |= finding.is_bad
        sys.stdout.write(f"{finding}\n")
        sys.stdout.flush()
    sys.stdout.write(
        "The board cannot be used: fix what is BAD.\n" if is_bad else "The board can be used.\n"
    )
    return BROKEN if is_bad else 0


def examine(model: Path | None = None) -> Iterator[Finding]:
    """Yield the results of all checks, one after the other."""
    yield from _versions()
    yield from _libraries()
    yield from _system_libraries()
    yield _display()
    yield _audio()
    yield _model(model)
    yield from _folders()


def _versions() -> Iterator[Finding]:
    yield Finding("recognizer", f"{__version__}, in {Path(__file__).resolve().parents[1]}")
    told = f"{platform.python_version()} ({sys.executable}) on {platform.platform()}"
    yield Finding("Python", told)


def _libraries() -> Iterator[Finding]:
    """Import each library; the error tells whether it is missing or broken."""
    wrong = _what_cannot_be_imported()
    for module, name in LIBRARIES.items():
        told, least = _version_of(name), _least_version(name)
        if module in wrong:
            to_do = f"pip install --force-reinstall {name}"
            yield Finding(module, wrong[module], to_do, is_bad=True)
        elif least and _numbers(told.rpartition(" ")[2]) < _numbers(least):
            yield Finding(module, f"{told} is too old", f"pip install '{name}>={least}'", True)
        else:
            yield Finding(module, told)
    if {"pygame", "pygame-ce"} <= _installed():
        to_do = "pip uninstall pygame pygame-ce, then install one of them again"
        yield Finding("pygame", "pygame and pygame-ce overwrite each other", to_do)
    if shadows := {"opencv-python", "opencv-contrib-python"} & _installed():
        told = f"{', '.join(sorted(shadows))} overwrites opencv-python-headless"
        yield Finding("cv2", told, f"pip uninstall {' '.join(sorted(shadows))}, and reinstall it")


def _what_cannot_be_imported() -> dict[str, str]:
    """Return what is wrong with each library. If one crashes the process, try each separately."""
    names = list(LIBRARIES)
    found, _ = _ask(_IMPORTS, *names)
    if found is not None:
        return dict(found)
    each = {name: _ask(_IMPORTS, name) for name in names}
    return {
        name: told if found is None else found[name]
        for name, (found, told) in each.items()
        if found is None or found
    }


def _installed() -> set[str]:
    return {str(each.metadata["Name"]).lower() for each in metadata.distributions()}


def _version_of(name: str) -> str:
    for each in (name, f"{name}-ce"):
        try:
            return f"{each} {metadata.version(each)}"
        except metadata.PackageNotFoundError:
            continue
    return "found, but not installed by pip"


def _least_version(name: str) -> str:
    """Return the minimum version that our metadata requires; "" if it requires none."""
    try:
        wanted = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:  # a checkout that was not installed by pip
        return ""
    found = [re.match(rf"{name}>=([\d.]+)", each) for each in wanted]
    return next((match[1] for match in found if match), "")


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def _system_libraries() -> Iterator[Finding]:
    if sys.platform != "linux":
        return
    if missing := _missing_for_x11():
        told = ", ".join(f"no {need.names[0]} ({need.use})" for need in missing)
        yield Finding("system", told, command_for(missing), bool(os.environ.get("DISPLAY")))
    else:
        yield Finding("system", "the X11 libraries are installed")


def _missing_for_x11() -> list[Need]:
    return [need for need in X11 if not need.is_there]


def _display() -> Finding:
    where = ", ".join(
        f"{name}={os.environ[name]}"
        for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY")
        if name in os.environ
    )
    where = where or "neither DISPLAY nor WAYLAND_DISPLAY is set"
    found, told = _ask(_DISPLAY)
    if found is None:
        told = f"no display can be opened: {told} ({where})"
        return Finding("display", told, _NO_SCREEN, is_bad=True)
    driver, sizes = found
    if driver in _UNSEEN:
        lacks = os.environ.get("DISPLAY") and _missing_for_x11()
        to_do = f"{command_for(lacks)}, as above" if lacks else _NO_SCREEN
        return Finding("display", f"no screen was found{_reasons()} ({where})", to_do, True)
    shown = ", ".join("{}x{}".format(*size) for size in sizes)
    return Finding("display", f"driver {driver}, {shown} ({where})")


def _reasons() -> str:
    """Return SDL's error for each driver that should have worked."""
    drivers = {"DISPLAY": "x11", "WAYLAND_DISPLAY": "wayland"}
    said = [
        f"{driver}: {_ask(_DISPLAY, SDL_VIDEODRIVER=driver)[1]}"
        for name, driver in drivers.items()
        if os.environ.get(name)
    ]
    return f"; {'; '.join(said)}" if said else ""


def _audio() -> Finding:
    found, told = _ask(_AUDIO)
    if found is None:
        needs = [] if sys.platform != "linux" or SOUND.is_there else [SOUND]
        to_do = command_for(needs) or "connect a loudspeaker"
        told = f"no sound can be played: {told}"
        return Finding("sound", told, f"to hear the board (M): {to_do}")
    return Finding("sound", f"can be played, {found[0]} Hz")


def _model(model: Path | None) -> Finding:
    found, told = _ask(_MODEL, *([str(model)] if model else [""]))
    if found == "1":
        return Finding("model", f"{model or 'the shipped model'} reads a 1 as 1")
    told = told or f"{model} reads a 1 as {found!r}"
    to_do = (
        "give --model a model that works"
        if model
        else "reinstall recognizer, or the libraries that are BAD above"
    )
    return Finding("model", told, to_do, is_bad=found is None)


def _folders() -> Iterator[Finding]:
    try:
        from recognizer.disk.places import HOME_VARIABLE, user_places
    except ImportError:  # the check of the libraries reports it
        return
    places = user_places()
    folders = {
        "settings": places.settings.parent,
        "autosaves": places.autosaves,
        "saves": places.saves,
        "profiles": places.profiles,
    }
    for name, folder in folders.items():
        yield _folder(name, folder, f"or set {HOME_VARIABLE} to another folder")


def _folder(name: str, folder: Path, otherwise: str) -> Finding:
    try:
        there = folder
        while not os.path.lexists(there):
            there = there.parent
        if not there.is_dir():
            told = f"{folder} cannot be created: {there} is not a folder"
            return Finding(name, told, f"remove that file, {otherwise}", is_bad=True)
        if not os.access(there, os.W_OK | os.X_OK):
            told = f"{there} cannot be written to"
            return Finding(name, told, f"make it writable, {otherwise}", is_bad=True)
        free = shutil.disk_usage(there).free // 2**20
    except OSError as error:
        return Finding(name, f"{folder}: {error.strerror}", f"fix it, {otherwise}", is_bad=True)
    if free < MIN_FREE_MB:
        told = f"{folder}: only {free} MB are free"
        return Finding(name, told, f"free some space, {otherwise}", True)
    return Finding(name, str(folder) if there == folder else f"{folder}, will be created")


def _ask(code: str, *arguments: str, **environment: str) -> tuple[Any, str]:
    """Run `code` in a process of its own; return what it prints, or None and what went wrong."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-W", "ignore", "-c", f"import json, sys\n{code}", *arguments],
            env=env | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=ASK_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, f"no answer after {ASK_SECONDS} s"
    except OSError as error:
        return None, str(error)
    if done.returncode < 0:
        return None, f"the process crashed (signal {-done.returncode})"
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["no reason given"]
        return None, re.sub(r"^[\w.]*(?:Error|error): ", "", said[-1].strip())
    return json.loads(done.stdout.splitlines()[-1]), ""
