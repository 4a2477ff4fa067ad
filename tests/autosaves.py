"""What tests of the journal keep in it, and looks at what the next board finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from recognizer import Stroke
from recognizer.document.corrections import Correction, of_all
from recognizer.document.page import (
    BoardPicture,
    Change,
    Page,
    UndoHistory,
    cleared,
    corrected,
    drawn,
    erased,
    opened,
)
from recognizer.keeping.autosave import Autosave

FULL = Stroke([(0.1, 1 / 3), (5, 6)], times=[0.25, np.nan], pressures=[0.5, 1], pen_width=17.5)
BARE = Stroke([(1e8 + 0.1, -3)])
PRESSED = Stroke([(1, 2), (3, 4.5)], pressures=[np.nan, 0.1])
PICTURE = BoardPicture("käse \udcff.png", np.arange(24, dtype=np.uint8).reshape(2, 4, 3))
BOARD = Page(
    (FULL, BARE, PRESSED),
    PICTURE,
    (Correction((FULL, PRESSED), "7"), Correction((BARE,), "")),
)
MakeAutosave = Callable[[], Autosave]


def restored(folder: Path) -> tuple[Page, str]:
    """Return what the next board of `folder` finds."""
    autosave = Autosave(folder)
    try:
        return autosave.restore()
    finally:
        autosave.close()


def keep(folder: Path, *pages: Page) -> list[bytes]:
    """Let a board show `pages`, one after the other; return the lines of its journal."""
    autosave = Autosave(folder)
    page, _ = autosave.restore()
    for following in pages:
        change = opened(page, following.strokes, following.picture, following.corrections)
        autosave.record(change, following)
        page = following
    autosave.close()
    return autosave.path.read_bytes().splitlines(keepends=True)


def same(one: Page, other: Page) -> bool:
    """Tell whether two pages show the same; pictures are equal to themselves only."""
    if (one.picture is None) != (other.picture is None):
        return False
    pictures_agree = one.picture is None or (
        other.picture is not None
        and one.picture.name == other.picture.name
        and np.array_equal(one.picture.pixels, other.picture.pixels)
    )
    return pictures_agree and (one.strokes, one.corrections) == (other.strokes, other.corrections)


def steps() -> Iterator[tuple[Change, Page]]:
    """Yield a small session: all kinds of changes, some taken back and made again."""
    history = UndoHistory()
    for make in (
        lambda page: drawn(page, FULL),
        lambda page: drawn(page, BARE),
        lambda page: corrected(page, Correction((BARE,), "7")),
        lambda page: drawn(page, PRESSED),
        lambda page: erased(page, [0, 2]),
        None,
        lambda page: opened(page, page.strokes[:1], PICTURE, of_all(page.strokes[:1], "")),
        cleared,
        None,
        lambda page: corrected(page, Correction(page.strokes, "\n\u2028é")),
    ):
        change = history.undo() if make is None else make(history.page)
        assert change is not None
        if make:
            history.do(change)
        yield change, history.page


FILES_OF_ONE = (["board-1.jsonl"], ["board-1.jsonl", "board-1.lock"])
"""Whether a lock stays behind is the business of filelock."""


# Written anew


def long_stroke(number: int) -> Stroke:
    """Return a stroke that takes about 25 kB, the same for the same number."""
    rng = np.random.default_rng(number)
    return Stroke(rng.random((400, 2)), rng.random(400), pen_width=3)
