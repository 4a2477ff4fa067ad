"""Converts drawings of symbols that people made for Detexify, a search for LaTeX commands.

The archive is that of https://github.com/kirel/detexify-next. It keeps up to 50 drawings of each
command, the newest in Detexify's database, in a file with one drawing a line::

    {"id": "sample:legacy-detexify-db:9646", "source": {"rowId": 9646},
     "strokes": [[{"x": 0.41, "y": 0}, {"x": 0.42, "y": 0.03}]]}

``samples/manifest.json`` names the file of each command, ``reviews/rejected-samples.json`` the
drawings that Detexify's author found bad.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from recognizer.errors import DataError
from recognizer.training.data.archives import members, parsed, point, shaped
from recognizer.training.data.inklines import Written

SYMBOLS = {
    "#": ("latex2e:hash",),
    "$": (
        "latex2e:dollar",
        "latex2e:mathdollar",
        "latex2e:textdollar",
        "textcomp:textdollar",
    ),
    "%": ("latex2e:percent",),
    "&": ("latex2e:ampersand",),
    "*": ("latex2e:ast", "latex2e:textasteriskcentered", "textcomp:textasteriskcentered"),
    "/": ("latex2e:slash", "textcomp:textfractionsolidus"),
    ":": ("latex2e:colon",),
    "<": ("latex2e:textless",),
    "<angle": ("latex2e:langle",),
    ">": ("latex2e:textgreater",),
    ">angle": ("latex2e:rangle",),
    "[": ("latex2e:lbracket",),
    "\\": ("latex2e:backslash",),
    "]": ("latex2e:rbracket",),
    "^": ("latex2e:textasciicircum",),
    "{": ("latex2e:lbrace", "latex2e:textbraceleft"),
    "|": ("latex2e:mid", "latex2e:textbar"),
    "}": ("latex2e:rbrace", "latex2e:textbraceright"),
    "¡": ("latex2e:textexclamdown",),
    "£": (
        "latex2e:mathsterling",
        "latex2e:pounds",
        "latex2e:textsterling",
        "textcomp:textsterling",
    ),
    "°": ("textcomp:textdegree",),
    "±": ("latex2e:pm", "textcomp:textpm"),
    "¼": ("textcomp:textonequarter",),
    "½": ("textcomp:textonehalf",),
    "¾": ("textcomp:textthreequarters",),
    "¿": ("latex2e:textquestiondown",),
    "\N{MULTIPLICATION SIGN}": ("latex2e:times", "textcomp:texttimes"),
    "÷": ("latex2e:div", "textcomp:textdiv"),
    "\N{GREEK SMALL LETTER ALPHA}": ("latex2e:alpha",),
    "β": ("latex2e:beta",),
    "δ": ("latex2e:delta",),
    "θ": ("latex2e:theta",),
    "λ": ("latex2e:lambda",),
    "μ": ("latex2e:mu",),
    "π": ("latex2e:pi",),
    "\N{GREEK SMALL LETTER SIGMA}": ("latex2e:sigma",),
    "€": ("textcomp:texteuro",),
    "∀": ("latex2e:forall",),
    "∃": ("latex2e:exists",),
    "∅": ("latex2e:emptyset",),
    "∈": ("latex2e:in",),
    "∑": ("latex2e:sum",),
    "\N{MINUS SIGN}": (
        "latex2e:dash-dash",
        "latex2e:textemdash",
        "latex2e:textendash",
        "textcomp:textminus",
    ),
    "√": ("latex2e:sqrt-lbrace-rbrace", "latex2e:surd", "textcomp:textsurd"),
    "∞": ("latex2e:infty",),
    "∫": ("latex2e:int",),
    "∴": ("amssymb:therefore",),
    "≈": ("latex2e:approx",),
    "≠": ("amssymb:neq",),
    "≤": ("amssymb:leq",),
    "≥": ("amssymb:geq",),
}
"""The labels, and the LaTeX commands (package and name) that are drawn like them."""

AUTHOR = "detexify/1"
"""The writer of the few drawings that are not from the database: Detexify's author drew them."""
DEV_SHARE = 5
"""The last fifth of a label's drawings, the newest of its last command, is not used for training.
Nobody knows the writers."""

_SOURCE = "packages/data/source/"
_MANIFEST, _REJECTED = "samples/manifest.json", "reviews/rejected-samples.json"


def detexify_inks(packed: Path) -> Iterator[Written]:
    """Yield the drawings of `SYMBOLS` in `packed`, detexify-next as GitHub packs it.

    Raises
    ------
    DataError
        If a file is missing or malformed.
    """
    paths, rejected = _contents(packed)
    files = _files(packed, *paths.values())
    for label, commands in SYMBOLS.items():
        inks = [
            ink
            for command in commands
            for ink in _inks(files[paths[command]], label, rejected, f"{packed}: {paths[command]}")
        ]
        first_of_dev = len(inks) - len(inks) // DEV_SHARE
        for place, ink in enumerate(inks):
            yield replace(ink, split="train" if place < first_of_dev else "dev")


def _contents(packed: Path) -> tuple[dict[str, str], frozenset[str]]:
    """Return the path of the file of every command, and the names of the rejected drawings."""
    files = _files(packed, _MANIFEST, _REJECTED)
    manifest, reviews = (
        parsed(files[path], f"{packed}: {path}") for path in (_MANIFEST, _REJECTED)
    )
    with shaped(f"{packed}: {_MANIFEST}: not a list of symbolId and path"):
        known = {str(each["symbolId"]): str(each["path"]) for each in manifest["samples"]}
    with shaped(f"{packed}: {_REJECTED}: no rejected drawings"):
        rejected = frozenset(reviews["rejected"])
    commands = [command for several in SYMBOLS.values() for command in several]
    missing = [command for command in commands if f"latex:{command}" not in known]
    if missing:
        raise DataError(f"{packed}: {_MANIFEST}: no {', '.join(missing)}")
    return {command: known[f"latex:{command}"] for command in commands}, rejected


def _files(packed: Path, *paths: str) -> dict[str, bytes]:
    pattern = _SOURCE + f"(?:{'|'.join(map(re.escape, paths))})"
    found = {
        name.rpartition(_SOURCE)[2]: content for name, content in members(packed, pattern).items()
    }
    for path in paths:
        if path not in found:
            raise DataError(f"{packed}: no file {_SOURCE}{path} in it")
    return found


def _inks(content: bytes, label: str, rejected: frozenset[str], where: str) -> Iterator[Written]:
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            drawing = parsed(line, f"{where}, line {number}")
            with shaped(f"{where}, line {number}: not a drawing"):
                ink = None if drawing["id"] in rejected else _ink(drawing, label)
            if ink is not None and ink.strokes:
                yield ink


def _ink(drawing: Any, label: str) -> Written:
    row = drawing["source"].get("rowId")
    writer = AUTHOR if row is None else f"detexify/row{int(row)}"
    strokes = [[point(each) for each in stroke] for stroke in drawing["strokes"] if stroke]
    return Written(label, writer, "detexify", "", strokes, y_down=True)
