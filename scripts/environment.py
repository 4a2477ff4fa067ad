"""Prepare .venv for a target of make, or say in one line what is missing.

    python3 scripts/environment.py app

Uses only Python's own library. A .venv that was moved, or whose Python was replaced or removed, is
made anew. The old one stays until the new one is complete, and is used if there is no network.

Users get the newest libraries that setup.cfg allows. Developers and CI get the versions that
requirements/ names, with their hashes: a release of somebody else cannot fail our tests.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLD = ROOT / ".venv.old"
PIP_RETRIES = 2  # pip's default of 5 waits 15 s if there is no network


class Extra(NamedTuple):
    """What is installed for a target of make, which includes other extras.

    `told` is printed while it is installed; `probe` is Python code that runs if it is installed, in
    any version.
    """

    told: str
    holds: tuple[str, ...]
    probe: str


EXTRAS = {
    "app": Extra(
        "the app (without TensorFlow; about 350 MB on disk)",
        (),
        "import recognizer.board, recognizer.commands.read",
    ),
    "web": Extra("Flask and waitress", ("app",), "import recognizer.web"),
    "dev": Extra(
        "what the tests of the app and the linters need",
        ("app", "web"),
        "import mypy, pytest, ruff, xdist, recognizer.board",
    ),
    "test": Extra(
        "what the tests need, TensorFlow included (a few minutes the first time)",
        ("app", "web", "dev"),
        "import mypy, pytest, ruff, xdist, recognizer.board",
    ),
}

PROBE = """
import json, sys
from importlib.util import find_spec
print(json.dumps([sys.prefix, sys.base_prefix, sys.version_info[:2], bool(find_spec("pip"))]))
"""

NO_NETWORK = (
    "Temporary failure in name resolution|Name or service not known|nodename nor servname"
    "|getaddrinfo failed|Network is unreachable|No route to host|Connection refused"
    "|Failed to establish a new connection|NewConnectionError|NameResolutionError"
    "|ConnectTimeoutError|ReadTimeoutError|ProxyError|Max retries exceeded|connection broken"
)
"""Parts of pip's messages when it cannot reach its index."""

NOT_THERE = "No matching distribution"
"""What pip says where a release has no file for this Python and system."""

PACKAGES_WITH_PIP = (
    "Debian and Ubuntu: apt-get install python3-venv; Fedora: dnf install python3-pip; "
    "Arch: pacman -S python-pip; macOS: brew install python"
)


class SetupError(Exception):
    """Why the environment cannot be prepared, in one line."""


def main() -> int:
    """Prepare the environment and return 0, or say why not and return 1."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("extra", choices=EXTRAS, help="what to install")
    parser.add_argument(
        "--python",
        metavar="PROGRAM",
        help="the Python for .venv (if not given, .venv keeps the one it has)",
    )
    options = parser.parse_args()
    try:
        make_ready(options.extra, options.python)
    except (SetupError, OSError) as error:
        print(f"==> {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def make_ready(extra: str, python: str | None) -> None:
    """Create .venv if necessary, and install `extra` into it unless it is installed."""
    fault = what_is_wrong(python)
    if not fault and is_done(extra):
        return
    try:
        if fault or not VENV.exists():
            with old_one_aside(fault):
                make_venv(python or sys.executable)
                install(extra)
        else:
            install(extra)
    except (SetupError, OSError) as error:
        if not runs(EXTRAS[extra].probe):
            raise
        print(f"==> {error}\n==> Going on with what was installed before", file=sys.stderr)


def what_is_wrong(python: str | None) -> str:
    """Return why .venv cannot be used; "" if it can, or if it does not exist."""
    if not os.path.lexists(VENV):
        return ""
    found = facts(VENV / "bin" / "python")
    if found is None:
        return "its Python is gone"
    _, base, version, has_pip = found
    if not has_pip:
        others = {path.name for path in VENV.glob("lib/python3*")} - {
            "python{}.{}".format(*version)
        }
        return "its Python was replaced by another" if others else "it is not complete"
    if python:
        wanted = facts(python)
        if wanted is None:
            raise SetupError(f"PYTHON={python} does not run")
        if (os.path.realpath(wanted[1]), wanted[2]) != (os.path.realpath(base), version):
            return f"it is of another Python than {python}"
    return "it was moved here from elsewhere" if was_moved() else ""


def facts(python: str | Path) -> list | None:
    """Return a Python's prefix, base prefix, version and whether it has pip; None if it fails."""
    try:
        done = subprocess.run(
            [str(python), "-I", "-c", PROBE],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return list(json.loads(done.stdout))


def was_moved() -> bool:
    """Tell by the path in the script `recognizer` that pip wrote (in line 2 if it has a space)."""
    try:
        head = (VENV / "bin" / "recognizer").read_text(encoding="utf-8").splitlines()[:2]
    except OSError:
        return False
    written = re.search(r"(?:#!|exec' \"?)(/.+?)/bin/python", "\n".join(head))
    return bool(written) and os.path.realpath(written[1]) != os.path.realpath(VENV)


@contextmanager
def old_one_aside(fault: str) -> Iterator[None]:
    """Keep the faulty .venv while a new one is made; put it back if that fails."""
    remove(OLD)
    if fault:
        print(f"==> {VENV.name} is made anew: {fault}", flush=True)
        VENV.rename(OLD)
    try:
        yield
    except BaseException:
        remove(VENV)
        if fault:
            OLD.rename(VENV)
        raise
    remove(OLD)


def remove(path: Path) -> None:
    """Remove a folder, or a link to one and not the folder."""
    if path.is_symlink():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def make_venv(python: str) -> None:
    """Create an empty environment with pip in it.

    Debian's Python has no ensurepip (it is in python3-venv), but its pip can install into an
    environment with --target. (pip has --python only from 22.3 on.)
    """
    print(f"==> Making the virtual environment {VENV.name}", flush=True)
    if not run([python, "-m", "venv", VENV]).returncode:
        return
    remove(VENV)
    made = run([python, "-m", "venv", "--without-pip", VENV])
    if made.returncode and not os.access(ROOT, os.W_OK):
        raise SetupError(f"{VENV} cannot be made: {last_line(made.stderr or made.stdout)}")
    if made.returncode or run([python, "-m", "pip", "--version"]).returncode:
        raise SetupError(
            f"{python} has no pip and cannot install it: please install it ({PACKAGES_WITH_PIP})"
        )
    place = run(
        [VENV / "bin" / "python", "-c", "import sysconfig as s; print(s.get_path('purelib'))"]
    )
    pip(python, "--target", place.stdout.strip(), "pip")


def install(extra: str) -> None:
    """Install the app and what `extra` adds to it."""
    print(f"==> Installing {EXTRAS[extra].told}", flush=True)
    python = VENV / "bin" / "python"
    if lock(extra).exists():
        install_locked(python, lock(extra))
    pip(python, "--editable", "." if extra == "app" else f".[{extra}]")
    for name in (extra, *EXTRAS[extra].holds):
        mark(name).write_text(wanted_now(name), encoding="utf-8")


def install_locked(python: Path, locked: Path) -> None:
    """Install just the files that are locked; not where there is none for this machine's kind."""
    try:
        pip(python, "--only-binary", ":all:", "--require-hashes", "--requirement", str(locked))
    except SetupError as error:
        if NOT_THERE not in str(error):
            raise
        print(f"==> {locked.name} does not fit this machine ({error}): taking the newest")


def lock(extra: str) -> Path:
    """Return the file that names versions and hashes for `extra`, where it has one."""
    return ROOT / "requirements" / f"{extra}.txt"


def pip(python: str | Path, *arguments: str) -> None:
    """Let pip install, and say in one line why it could not."""
    quiet = ["--disable-pip-version-check", "--no-input", "--quiet", "--retries", str(PIP_RETRIES)]
    done = run([python, "-m", "pip", "install", *quiet, *arguments])
    if not done.returncode:
        return
    if re.search(NO_NETWORK, done.stderr):
        raise SetupError(
            "No network: pip cannot reach its package index; try again when there is a network"
        )
    errors = [line for line in done.stderr.splitlines() if line.lstrip().startswith("ERROR:")]
    why = (errors or [last_line(done.stderr)])[-1].strip()
    raise SetupError(f"pip cannot install it: {why}")


def is_done(extra: str) -> bool:
    """Return whether `extra` is installed as setup.cfg requires it now."""
    try:
        return mark(extra).read_text(encoding="utf-8") == wanted_now(extra)
    except OSError:
        return False


def mark(extra: str) -> Path:
    """Return the file that notes what was installed."""
    return VENV / f"{extra}.done"


def wanted_now(extra: str) -> str:
    """Return a fingerprint of the current requirements."""
    sources = (ROOT / "setup.cfg", ROOT / "pyproject.toml", lock(extra))
    texts = [path.read_bytes() for path in sources if path.exists()]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def runs(code: str) -> bool:
    """Return whether `code` runs in .venv."""
    try:
        return not run([VENV / "bin" / "python", "-c", code]).returncode
    except OSError:
        return False


def run(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run a command in the checkout and capture its output."""
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False
    )


def last_line(text: str) -> str:
    """Return the last line that is not blank."""
    return ([line.strip() for line in text.splitlines() if line.strip()] or ["no reason given"])[-1]


if __name__ == "__main__":
    sys.exit(main())
