"""The scale of the screen: how much larger than usual the user wants things drawn."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys

_NORMAL_DPI = 96
ASK_SECONDS = 0.5
"""How long the board waits for the program that knows the X resources."""


def screen_scale() -> float:
    """Return how much larger than usual the user wants things drawn, in [1, 4]; 1 if unknown.

    Windows has it as the system's dots per inch. Desktops on X11 set ``GDK_SCALE`` or
    ``QT_SCALE_FACTOR``, or write ``Xft.dpi`` to the X resources. On a Mac it is 1: SDL's windows
    are in points, which the system enlarges.
    """
    if sys.platform == "win32":
        found = ctypes.windll.user32.GetDpiForSystem() / _NORMAL_DPI
    elif sys.platform == "darwin":
        found = 1.0
    else:
        found = _from_environment() or _from_x_resources()
    return min(max(found, 1.0), 4.0)


def _from_environment() -> float:
    for name in ("GDK_SCALE", "QT_SCALE_FACTOR"):
        if re.fullmatch(r"\d+(\.\d+)?", given := os.environ.get(name, "")):
            return float(given)
    return 0.0


def _from_x_resources() -> float:
    program = shutil.which("xrdb")
    if not program or not os.environ.get("DISPLAY"):
        return 1.0
    try:
        done = subprocess.run(  # noqa: S603
            [program, "-query"],
            capture_output=True,
            encoding="utf-8",
            errors="replace",  # a comment may be in Latin-1
            timeout=ASK_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return 1.0
    match = re.search(r"^Xft\.dpi:\s*(\d+(?:\.\d+)?)\s*$", done.stdout, re.MULTILINE)
    return float(match[1]) / _NORMAL_DPI if match else 1.0
