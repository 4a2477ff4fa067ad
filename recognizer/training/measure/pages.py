"""Builds pictures of pages of numbers from digits on paper or of MNIST, and measures reading them.

Each page has a seed of its own, so the same call gives the same pages.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.errors import DataError
from recognizer.ink.pixels import cut_out, scaled
from recognizer.ink.raster import Pixels
from recognizer.pictures.decode import Picture, find_ink, is_picture_file, load_picture
from recognizer.reading.result import Reading
from recognizer.reading.scoring import digit_errors, digits_of, wilson_interval
from recognizer.training.measure.tables import Table

MAX_DIGITS = 8
MIN_AND_MAX_LINES = (2, 6)
DIGIT_HEIGHT_PIXELS = (20.0, 90.0)
"""The smallest and the largest, from page to page."""
SIZE_VARIATION_HEIGHTS, BASELINE_VARIATION_HEIGHTS = 0.10, 0.06
"""On a page, size and baseline vary uniformly by up to so much, in both directions."""
MIN_GAP_HEIGHTS, MAX_GAP_HEIGHTS = 0.10, 0.60
"""Between two digits of a number."""
NUMBER_GAP_HEIGHTS = (1.5, 3.0)
"""The smallest and the largest gap between two numbers."""
LINE_SPACING_HEIGHTS = (1.7, 2.6)
"""The smallest and the largest."""
MAX_TURN_DEGREES = 5.0
"""A page is rotated by at most so much, in both directions."""
PAPERS = ("plain", "ruled", "squared")
UNUSABLE_CROPS = ("0-15", "2-18", "3-25", "5-23", "5-27", "5-29", "9-30")
"""Pictures of paper/ whose ink cannot be separated: framed, underlined, or faded in the middle."""

_PAPER_COLORS = ((250, 250, 250), (225, 240, 248), (235, 235, 220))  # BGR
_INK_COLORS = ((30, 30, 30), (140, 60, 30), (40, 40, 170), (70, 70, 70))
_RULE_COLORS = ((200, 170, 130), (150, 150, 150), (110, 110, 110))

Cover = npt.NDArray[np.float32]
"""(rows, cols): how much of each pixel is ink, in [0, 1]."""


@dataclass(frozen=True, eq=False)
class Glyph:
    """One handwritten digit: (rows, cols) uint8 pixels, ink up to 255 on 0, without margins."""

    label: str
    pixels: Pixels


@dataclass(frozen=True, eq=False)
class ComposedPage:
    """A picture (rows, cols, 3) of a page, and what is written on it.

    In `text`, a space separates numbers and a newline separates lines. `gap` is the gap between two
    digits of a number, as a part of their `height`, which is in pixels. `paper` is one of `PAPERS`.
    """

    picture: Picture
    text: str
    paper: str
    gap: float
    height: float


@dataclass(frozen=True)
class PagesRead:
    """How well pages were read; `seconds` is the time for all of them.

    A line is right if all its digits and spaces are right, and it comes in its place. `short` lines
    have at most `MAX_DIGITS` digits, the most that one number may have. Digit errors are digits to
    add, leave out or change to get what is written.
    """

    lines: int
    lines_right: int
    short: int
    short_right: int
    digits: int
    digit_errors: int
    seconds: float

    @property
    def accuracy(self) -> float:
        """The part of the lines that are exactly right, in [0, 1]."""
        return self.lines_right / self.lines

    @property
    def short_accuracy(self) -> float:
        """The same for short lines; 0 if there are none."""
        return self.short_right / max(self.short, 1)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the accuracy, in [0, 1]."""
        return wilson_interval(self.lines_right, self.lines)

    @property
    def digit_error_rate(self) -> float:
        """Errors per written digit, >= 0."""
        return self.digit_errors / self.digits

    def record(self) -> dict[str, Any]:
        """Return the figures for JSON; parts in [0, 1], the time for all pages in seconds."""
        return {
            "lines": self.lines,
            "lines_right": self.lines_right,
            "accuracy": self.accuracy,
            "interval": list(self.interval),
            "short_lines": self.short,
            "short_accuracy": self.short_accuracy,
            "digits": self.digits,
            "digit_error_rate": self.digit_error_rate,
            "seconds": self.seconds,
        }

    def table(self, name: str) -> Table:
        """Return the figures as a table titled with `name`."""
        low, high = self.interval
        row = (
            f"{self.lines:,}",
            f"{self.accuracy:.2%}",
            f"{low:.2%} to {high:.2%}",
            f"{self.short_accuracy:.2%}",
            f"{self.digit_error_rate:.2%}",
            f"{self.seconds:.1f} s",
        )
        head = (
            "lines",
            "exactly right",
            "95 % interval",
            f"of at most {MAX_DIGITS} digits",
            "digit errors",
            "time",
        )
        return Table(f"{name}: pages built of its digits", head, (row,), names=0)


def paper_glyphs(folder: Path) -> list[Glyph]:
    """Return the ink of the pictures named ``digit-D-NN`` in `folder`, ordered by name.

    Those in `UNUSABLE_CROPS` are left out.

    Raises
    ------
    DataError
        If there are none.
    PictureError
        If one cannot be read.
    """
    paths = sorted(path for path in folder.glob("digit-[0-9]-*") if is_picture_file(path))
    whole = [path for path in paths if path.stem.removeprefix("digit-") not in UNUSABLE_CROPS]
    glyphs = [Glyph(path.name[6], cut_out(find_ink(load_picture(path)), 32)) for path in whole]
    if not glyphs:
        raise DataError(f"{folder}: no picture with a name like digit-7-01.png")
    return glyphs


def compose_pages(glyphs: Sequence[Glyph], count: int, seed: int = 0) -> Iterator[ComposedPage]:
    """Yield `count` pages of numbers, on all `PAPERS` in turn; needs at least one glyph.

    On each page the light falls off to one side. Some have a shadow, dirt, a dark border or blur,
    or are light on dark. All are noisy, and most are rotated.
    """
    for i in range(count):
        rng = np.random.default_rng([seed, i])
        yield _compose(glyphs, PAPERS[i % len(PAPERS)], rng)


def measure_pages(read: Callable[[Picture], Reading], pages: Iterable[ComposedPage]) -> PagesRead:
    """Read `pages`, at least one, and count what is right."""
    counts = np.zeros(6, int)
    seconds = 0.0
    for page in pages:
        start = time.perf_counter()
        text = read(page.picture).text
        seconds += time.perf_counter() - start
        counts += np.array(compare(page.text, text))
    lines, right, short, short_right, digits, errors = counts.tolist()
    return PagesRead(lines, right, short, short_right, digits, errors, seconds)


def compare(wanted: str, read: str) -> tuple[int, int, int, int, int, int]:
    """Return the counts of one page, in the order of `PagesRead`."""
    lines = wanted.split("\n")
    blocks = SequenceMatcher(None, lines, read.split("\n"), autojunk=False).get_matching_blocks()
    right = [line for block in blocks for line in lines[block.a : block.a + block.size]]
    short, short_right = (
        sum(len(digits_of(line)) <= MAX_DIGITS for line in each) for each in (lines, right)
    )
    digits, errors = digits_of(wanted), digit_errors(wanted, read)
    return len(lines), len(right), short, short_right, len(digits), errors


def _compose(glyphs: Sequence[Glyph], paper: str, rng: np.random.Generator) -> ComposedPage:
    low, high = np.log(DIGIT_HEIGHT_PIXELS)
    height = float(np.exp(rng.uniform(low, high)))
    gap = float(rng.uniform(MIN_GAP_HEIGHTS, MAX_GAP_HEIGHTS))
    leading = float(rng.uniform(*LINE_SPACING_HEIGHTS))
    rows = [
        _line(glyphs, height, gap, rng)
        for _ in range(rng.integers(MIN_AND_MAX_LINES[0], MIN_AND_MAX_LINES[1] + 1))
    ]
    ink = _stacked([cover for _, cover in rows], round(leading * height))
    margin = round(float(rng.uniform(0.8, 2.5)) * height)
    ink = np.pad(ink, margin)
    rules = _rules(ink.shape, paper, height, margin, leading, rng)
    picture = _photographed(*_turned(ink, rules, rng), height, rng)
    return ComposedPage(picture, "\n".join(text for text, _ in rows), paper, gap, height)


def _line(
    glyphs: Sequence[Glyph], height: float, gap: float, rng: np.random.Generator
) -> tuple[str, Cover]:
    """Return the text of a line, and its ink: two heights high, the baseline at 1.5 heights."""
    texts, placed, x = [], [], 0.0
    for _ in range(rng.integers(1, 4)):
        chosen = [glyphs[int(k)] for k in rng.integers(len(glyphs), size=rng.integers(1, 9))]
        texts.append("".join(glyph.label for glyph in chosen))
        for glyph in chosen:
            cover = _scaled(
                glyph.pixels,
                height * (1 + rng.uniform(-SIZE_VARIATION_HEIGHTS, SIZE_VARIATION_HEIGHTS)),
            )
            placed.append(
                (
                    round(x),
                    rng.uniform(-BASELINE_VARIATION_HEIGHTS, BASELINE_VARIATION_HEIGHTS) * height,
                    cover,
                )
            )
            x += cover.shape[1] + gap * height
        x += (float(rng.uniform(*NUMBER_GAP_HEIGHTS)) - gap) * height
    last = placed[-1]
    canvas = np.zeros((round(2 * height), last[0] + last[2].shape[1]), np.float32)
    for left, lift, cover in placed:
        top = max(0, round(1.5 * height + lift) - cover.shape[0])
        part = canvas[top : top + cover.shape[0], left : left + cover.shape[1]]
        np.maximum(part, cover[: part.shape[0]], out=part)
    return " ".join(texts), canvas


def _stacked(lines: Sequence[Cover], leading: int) -> Cover:
    rows = leading * (len(lines) - 1) + lines[0].shape[0]
    canvas = np.zeros((rows, max(line.shape[1] for line in lines)), np.float32)
    for i, line in enumerate(lines):
        part = canvas[i * leading : i * leading + line.shape[0], : line.shape[1]]
        np.maximum(part, line, out=part)
    return canvas


def _scaled(pixels: Pixels, height: float) -> Cover:
    """Return a digit whose longer side is `height`."""
    large = scaled(pixels.astype(np.float32) / 255, height / max(pixels.shape))
    return np.asarray(large.clip(0, 1), np.float32)


def _rules(
    shape: tuple[int, ...],
    paper: str,
    height: float,
    margin: int,
    leading: float,
    rng: np.random.Generator,
) -> Cover:
    """Return the lines printed on the paper: one under each line of writing, or squares."""
    cover = np.zeros(shape, np.float32)
    width = max(1, round(height * float(rng.uniform(0.02, 0.05))))
    if paper == "ruled":
        for row in range(margin + round(1.55 * height), shape[0], round(leading * height)):
            cover[row : row + width] = 1
    if paper == "squared":
        side = round(height * float(rng.uniform(0.5, 1.3)))
        for place in range(int(rng.integers(side)), max(shape), side):
            cover[place : place + width] = 1
            cover[:, place : place + width] = 1
    return np.asarray(cover * rng.uniform(0.3, 0.9), np.float32)


def _turned(ink: Cover, rules: Cover, rng: np.random.Generator) -> tuple[Cover, Cover]:
    rows, cols = ink.shape
    degrees = float(rng.uniform(-MAX_TURN_DEGREES, MAX_TURN_DEGREES)) * float(rng.random() < 0.8)
    turn = cv2.getRotationMatrix2D((cols / 2, rows / 2), degrees, 1.0)
    corners = np.abs(turn[:, :2]) @ (cols, rows)
    turn[:, 2] = np.add(turn[:, 2], (corners - (cols, rows)) / 2)
    size = (int(corners[0]), int(corners[1]))
    ink, rules = (
        np.asarray(cv2.warpAffine(cover, turn, size, flags=cv2.INTER_LINEAR), np.float32)
        for cover in (ink, rules)
    )
    return ink, rules


def _photographed(ink: Cover, rules: Cover, height: float, rng: np.random.Generator) -> Picture:
    page = _painted(ink, rules, rng) * _light(ink.shape, rng)[..., None]
    if rng.random() < 0.3:
        _soil(page, height, rng)
    if rng.random() < 0.15:
        side = round(float(rng.uniform(0.1, 0.5)) * height)
        page[:, :side] *= 0.2
    blurred = cv2.GaussianBlur(page, (0, 0), 0.3 + float(rng.uniform(0, 0.03)) * height)
    noise = rng.normal(0, float(rng.uniform(1, 6)) / 255, page.shape)
    seen = np.clip(blurred + noise, 0, 1)
    return np.asarray(255 * (1 - seen if rng.random() < 0.12 else seen), np.uint8)


def _painted(ink: Cover, rules: Cover, rng: np.random.Generator) -> Cover:
    """Return (rows, cols, 3) in [0, 1]: ink and rules, each of some color, on colored paper."""
    paper, rule, pen = (
        np.array(each[int(rng.integers(len(each)))], np.float32) / 255
        for each in (_PAPER_COLORS, _RULE_COLORS, _INK_COLORS)
    )
    strength = np.float32(rng.uniform(0.6, 1.0))
    page = paper * (1 - rules[..., None] * (1 - rule))
    return np.asarray(page * (1 - strength * ink[..., None] * (1 - pen)), np.float32)


def _light(shape: tuple[int, ...], rng: np.random.Generator) -> Cover:
    """Return how bright each pixel is: a gradient, and sometimes a shadow with a soft edge."""
    y, x = np.meshgrid(*(np.linspace(-1, 1, side) for side in shape[:2]), indexing="ij")
    angle, fall = rng.uniform(0, 2 * np.pi), float(rng.uniform(0, 0.35))
    along = (x * np.cos(angle) + y * np.sin(angle)) / np.sqrt(2)
    light = float(rng.uniform(0.75, 1.0)) * (1 - fall * (along + 1) / 2)
    if rng.random() < 0.35:
        edge = x * np.cos(angle + 1) + y * np.sin(angle + 1) - rng.uniform(-0.6, 0.6)
        light *= 1 - float(rng.uniform(0.15, 0.45)) / (1 + np.exp(-edge * rng.uniform(8, 60)))
    return np.asarray(light, np.float32)


def _soil(page: npt.NDArray[np.floating], height: float, rng: np.random.Generator) -> None:
    """Draw specks on `page`, in place."""
    for _ in range(rng.integers(2, 20)):
        y, x = rng.integers(page.shape[0]), rng.integers(page.shape[1])
        radius = max(1, round(height * float(rng.uniform(0.01, 0.05))))
        cv2.circle(page, (int(x), int(y)), radius, (0.2, 0.2, 0.2), -1)
