"""The public originals of ink, one by one, as inks with their splits."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from recognizer.errors import DataError
from recognizer.training.data.compress import uncompress
from recognizer.training.data.inklines import Written
from recognizer.training.data.objectarrays import read_object_array
from recognizer.training.data.unipen import delineated, following, parse_page, read_page

DEV_CONTRIBUTORS = frozenset({"apb", "imp", "tos", "uqb"})
"""Who of UNIPEN is kept from training."""
PENDIGITS_DEV_FROM = 25
"""The last six of the 30 writers of pendigits are kept from training."""
OMNIGLOT_DRAWINGS, OMNIGLOT_DEV, OMNIGLOT_KEPT, OMNIGLOT_SEED = 32_000, 2_000, 12_000, 0
"""Of so many drawings, so many are dev and so many kept at all, drawn with this seed."""

UNIPEN_FILES = {
    "unipen-digits": (("1a",), string.digits),
    "unipen-letters": (("1b", "1c"), string.ascii_letters),
    "unipen-symbols": (("1d",), string.punctuation.replace("\\", "")),
}
"""Categories of train_r01_v07 and the labels that are taken; the backslash was never taken."""


def unipen_inks(root: Path, name: str) -> Iterator[Written]:
    """Yield the inks of ``unipen-digits``, ``-letters`` or ``-symbols`` from train_r01_v07.

    `root` is the folder that holds ``data`` and ``include``.

    Raises
    ------
    DataError
        If a file is missing or malformed.
    """
    categories, labels = UNIPEN_FILES[name]
    for category in categories:
        folder = root / "data" / category
        for path in sorted(folder.rglob("*.dat"), key=lambda path: path.relative_to(folder).parts):
            contributor = path.relative_to(folder).parts[0]
            yield from _unipen_file(path, root / "include", contributor, labels)


def pendigits_inks(path: Path) -> Iterator[Written]:
    """Yield the inks of ``pendigits-orig.tra.Z``; comments there say digit, writer and number.

    Raises
    ------
    DataError
        If the file is missing or malformed.
    """
    page = parse_page(uncompress(path).decode("latin-1"), path)
    for segment, strokes in following(page):
        words = segment.note.split()
        if len(words) < 2 or not words[1].isdecimal():
            raise DataError(f"{path}: no writer in the comment {segment.note!r}")
        split = "dev" if int(words[1]) >= PENDIGITS_DEV_FROM else "train"
        if strokes:
            yield Written(segment.label, f"pendigits/{words[1]}", "pendigits", split, strokes)


def omniglot_inks(path: Path) -> Iterator[Written]:
    """Yield drawings of ``omniglot.npz`` (sketch-rnn's form: steps dx, dy and pen lifted).

    Raises
    ------
    DataError
        If the file is missing or malformed.
    """
    drawings = [
        drawing for part in ("train", "valid", "test") for drawing in read_object_array(path, part)
    ]
    if len(drawings) != OMNIGLOT_DRAWINGS:
        raise DataError(f"{path}: {len(drawings):,} drawings, not {OMNIGLOT_DRAWINGS:,}")
    for number, split in chosen_drawings():
        strokes = strokes_of_steps(drawings[number])
        yield Written("drawing", f"omniglot/{number}", "omniglot", split, strokes, y_down=True)


def chosen_drawings() -> Iterator[tuple[int, str]]:
    """Yield the number and the split of every drawing that is kept, in the order of the file."""
    order = np.random.default_rng(OMNIGLOT_SEED).permutation(OMNIGLOT_DRAWINGS)
    for place, number in enumerate(order[:OMNIGLOT_KEPT].tolist()):
        yield number, "dev" if place < OMNIGLOT_DEV else "train"


def strokes_of_steps(steps: npt.NDArray[np.int16]) -> list[list[list[float]]]:
    """Return the strokes of (n, 3) steps: dx, dy, and 1 where the pen is lifted after it."""
    points = np.cumsum(steps[:, :2], axis=0, dtype=np.float64)
    ends = np.flatnonzero(steps[:, 2]) + 1
    return [part.tolist() for part in np.split(points, ends) if len(part)]


def _unipen_file(path: Path, includes: Path, contributor: str, labels: str) -> Iterator[Written]:
    page = read_page(path, includes)
    split = "dev" if contributor in DEV_CONTRIBUTORS else "train"
    writer = f"unipen/{contributor}/{page.writer}"
    for segment in page.segments:
        if segment.level == "CHARACTER" and len(segment.label) == 1 and segment.label in labels:
            strokes = delineated(page, segment.where)
            if strokes:
                yield Written(segment.label, writer, "unipen", split, strokes)
