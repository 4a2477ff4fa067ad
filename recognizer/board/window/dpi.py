"""The scale of the screen; the interface grows with it."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys

_NORMAL_DPI = 96
_ASK_SECONDS = 0.5


def screen_scale() -> float:
    """Return how much larger than usual the user has things drawn, in [1, 4]; 1 if unknown.

    Windows says it by the system's dots per inch; on X11 the desktop writes ``Xft.dpi`` to the
    X resources, and tells toolkits by ``GDK_SCALE`` or ``QT_SCALE_FACTOR``. On a Mac SDL's
    windows are in points, which have grown already.
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
            errors="replace",  # somebody's comment in Latin-1
            timeout=_ASK_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return 1.0
    match = re.search(r"^Xft\.dpi:\s*(\d+(?:\.\d+)?)\s*$", done.stdout, re.MULTILINE)
    return float(match[1]) / _NORMAL_DPI if match else 1.0
