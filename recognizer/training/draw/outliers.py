"""Non-digits: letters, symbols, drawings, scribbles, several digits at once, framed digits.

Letters and symbols are characters that the networks learn; all the others are the class "none".
This is outlier exposure (Hendrycks, Mazeika and Dietterich 2019, "Deep Anomaly Detection with
Outlier Exposure"): a network that has been shown much of what it should not read also recognizes
kinds that it has never seen. What is named or drawn like a digit is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recognizer.errors import DataError
from recognizer.ink import Ink, Stroke
from recognizer.ink.inkfile import read_ink_file
from recognizer.ink.raster import lengths_along
from recognizer.training.data.datasets import ink_paths, load_digit_inks
from recognizer.training.draw.scribbles import SCRIBBLES, UNSEEN_SHAPES, Maker, scribble

LETTERS_LIKE_DIGITS = frozenset("OoDQaIilJjSsZzbGgqByYuU")
SYMBOLS_LIKE_DIGITS = frozenset("|/\\!',.`()")
FILES = {
    "letters": "unipen-letters",
    "symbols": "unipen-symbols",
    "drawings": "omniglot-drawings",
}
OUTLIER_KINDS = (*FILES, "scribbles", "unseen shapes", "pairs", "framed")
SHARES = {"drawings": 5, "scribbles": 4, "pairs": 4, "framed": 1}
"""How often each kind that is none of the characters is shown in training, in relation to the
others."""
_MADE_PER_KIND = 2000  # inks for each kind of `dev` that is generated, not read from a file


@dataclass(frozen=True)
class OutlierSource:
    """The inks that outliers are taken or made from.

    `files` holds the inks of each kind that is read from a file. `digits` are single digits, to be
    put side by side or framed.
    """

    files: dict[str, list[Ink]]
    digits: list[Ink]


def load_outliers(data: Path, digits: list[Ink]) -> OutlierSource:
    """Load the `train` inks of what is none of the characters; others are made of `digits`.

    Raises
    ------
    InkError, DataError
        If a file is missing or malformed.
    """
    files = {kind: _read_kind(data, kind, "train") for kind in SHARES if kind in FILES}
    return OutlierSource(files, digits)


def sample_outliers(source: OutlierSource, count: int, rng: np.random.Generator) -> list[Ink]:
    """Return `count` outliers of all trained kinds, in the proportions of `SHARES`."""
    kinds, shares = list(SHARES), np.array(list(SHARES.values()), float)
    chosen = rng.choice(len(kinds), count, p=shares / shares.sum())
    return [_make(kinds[which], source, rng) for which in chosen]


def dev_outliers(data: Path, kind: str) -> list[Ink]:
    """Return the non-digits of one of `OUTLIER_KINDS` for measuring, always the same ones.

    Raises
    ------
    InkError, DataError
        If a file is missing or malformed.
    """
    if kind in FILES:
        return _read_kind(data, kind, "dev")
    digits = [labeled.ink for labeled in load_digit_inks(ink_paths(data), "dev")]
    rng = np.random.default_rng(20_000 + OUTLIER_KINDS.index(kind))
    return [_make(kind, OutlierSource({}, digits), rng) for _ in range(_MADE_PER_KIND)]


def beside(inks: Sequence[Ink], gaps: Sequence[float], rng: np.random.Generator) -> Ink:
    """Put inks side by side, scaled to about the same height, in a row that is not quite straight.

    `gaps` are parts of their height; there is one gap fewer than inks.
    """
    strokes: list[Stroke] = []
    right = 0.0
    for ink, gap in zip(inks, (0.0, *gaps), strict=True):
        box = ink.bounding_box
        scale = rng.uniform(0.85, 1.15) / (box.longer_side or 1.0)
        left = right + gap
        corner = np.array([left - box.left * scale, rng.normal(0, 0.08) - box.top * scale])
        strokes += [Stroke(stroke.points * scale + corner) for stroke in ink.strokes]
        right = left + box.width * scale
    return Ink(tuple(strokes))


def framed(ink: Ink, rng: np.random.Generator) -> Ink:
    """Draw a box or a ring around `ink`, or cross it out."""
    box = ink.bounding_box
    middle = np.array([box.left + box.right, box.top + box.bottom]) / 2
    half = np.array([box.width, box.height]) / 2 + box.longer_side * rng.uniform(0.1, 0.4, 2)
    way = rng.random()
    if way < 0.4:
        shape = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]], float)
    elif way < 0.7:
        t = np.linspace(0, 2 * np.pi, 40)
        shape = 1.2 * np.stack([np.cos(t), np.sin(t)], axis=1)
    else:
        teeth = int(rng.integers(6, 16))
        shape = np.stack([np.linspace(-1, 1, teeth), np.where(np.arange(teeth) % 2, 0.8, -0.8)], 1)
    shape = shape + rng.normal(0, 0.04, shape.shape)
    return Ink((*ink.strokes, Stroke(middle + half * shape)))


def is_ring_or_bar(ink: Ink) -> bool:
    """Tell whether `ink` is one round closed stroke (a 0) or one straight upright one (a 1)."""
    if len(ink.strokes) != 1:
        return False
    points = ink.strokes[0].points
    length = float(lengths_along(points)[-1])
    run, rise = np.abs(points[-1] - points[0])
    chord = float(np.hypot(run, rise))
    x, y = points.T
    area = abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2
    # The area is that of the closed path. With the length of the open path, a box would be round.
    ring = chord < 0.2 * length and 4 * np.pi * area > 0.82 * (length + chord) ** 2
    bar = chord > 0.93 * length and bool(rise > 0.4 * run)
    return length == 0 or ring or bar


def _make(kind: str, source: OutlierSource, rng: np.random.Generator) -> Ink:
    if kind in FILES:
        return source.files[kind][rng.integers(len(source.files[kind]))]
    if kind in ("scribbles", "unseen shapes"):
        makers: tuple[Maker, ...] = SCRIBBLES if kind == "scribbles" else UNSEEN_SHAPES
        return scribble(rng, makers)
    if kind == "framed":
        return framed(_any(source.digits, rng), rng)
    count = 2 if rng.random() < 0.8 else 3
    gaps = rng.uniform(0.02, 0.5, count - 1)
    return beside([_any(source.digits, rng) for _ in range(count)], gaps.tolist(), rng)


def _any(inks: list[Ink], rng: np.random.Generator) -> Ink:
    return inks[rng.integers(len(inks))]


def _read_kind(data: Path, kind: str, split: str) -> list[Ink]:
    alike = {"letters": LETTERS_LIKE_DIGITS, "symbols": SYMBOLS_LIKE_DIGITS}.get(kind, frozenset())
    path = data / "ink" / f"{FILES[kind]}.jsonl.gz"
    inks = [
        labeled.ink
        for labeled in read_ink_file(path)
        if labeled.split == split and labeled.label not in alike and not is_ring_or_bar(labeled.ink)
    ]
    if not inks:
        raise DataError(f"{path}: no non-digits of split {split!r}")
    return inks
