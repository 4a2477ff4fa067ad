"""The drawings of the buttons: one SVG file each, for board and page alike.

Each is drawn with strokes of one width in `currentColor`, on nothing, in a box of 24 by 24.
"""

from __future__ import annotations

from functools import cache

from recognizer.resources import asset


@cache
def svg(name: str) -> str:
    """Return the SVG element of an icon.

    Raises
    ------
    OSError
        If there is no such icon.
    """
    return asset(f"icons/{name}.svg").read_text(encoding="utf-8")


def icon_names() -> tuple[str, ...]:
    """Return the names of all icons there are, sorted."""
    return tuple(sorted(path.stem for path in asset("icons").glob("*.svg")))
