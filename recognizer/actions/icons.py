"""The drawings of buttons, and the emblems of players: one SVG file each.

Each is drawn with strokes of one width in `currentColor`, on nothing, in a box of 24 by 24.
"""

from __future__ import annotations

from functools import cache

from recognizer.resources import asset

ICONS, EMBLEMS = "icons", "emblems"
"""Folders of drawings: those of buttons, and those that stand for players."""


@cache
def svg(name: str, folder: str = ICONS) -> str:
    """Return the SVG element of an icon.

    Raises
    ------
    OSError
        If there is no such icon.
    """
    return asset(f"{folder}/{name}.svg").read_text(encoding="utf-8")


@cache
def icon_names(folder: str = ICONS) -> tuple[str, ...]:
    """Return the names of all icons there are, sorted."""
    return tuple(sorted(path.stem for path in asset(folder).glob("*.svg")))


@cache
def emblem_of(name: str) -> str:
    """Return the emblem that a name has in it, as `3b-cat` or `cat-2`; "" if there is none."""
    emblems = icon_names(EMBLEMS)
    return next((part for part in name.casefold().split("-") if part in emblems), "")
