"""Broken and dotted strokes in pictures are read as if the pen had never left the paper."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from strokes import DIGITS

from recognizer import Reader

Picture = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]

HEIGHT, PEN, GAP, MARGIN = 80, 5, 30, 40


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def dashes(points: Points, dash: float, gap: float) -> list[Points]:
    """Return what is left of a path if a pen writes for `dash` pixels and skips `gap` pixels."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    places = np.arange(0, along[-1], 1.0)
    dense = np.stack([np.interp(places, along, points[:, k]) for k in (0, 1)], axis=1)
    runs = (places // (dash + gap)).astype(int)
    written = places % (dash + gap) < dash
    return [dense[(runs == run) & written] for run in np.unique(runs)]


def picture(text: str, dash: float, gap: float) -> Picture:
    """Return digits side by side, written with a pen that skips."""
    canvas = np.full((2 * MARGIN + HEIGHT, 2 * MARGIN + 2 * HEIGHT * len(text)), 230, np.uint8)
    left = float(MARGIN)
    for label in text:
        box = DIGITS[label].bounding_box
        scale = (HEIGHT - PEN) / box.height
        for stroke in DIGITS[label].strokes:
            for run in dashes((stroke.points - (box.left, box.top)) * scale, dash, gap):
                fixed = np.rint(np.add(run, (left, MARGIN)) * 16).astype(np.int32).reshape(-1, 1, 2)
                cv2.polylines(canvas, [fixed], False, 40, PEN, cv2.LINE_AA, 4)
        left += box.width * scale + PEN + GAP
    return canvas


@pytest.mark.parametrize("text", ["0", "4", "2704", "5318", "69"])
@pytest.mark.parametrize(
    ("dash", "gap"), [(3, 12), (8, 12), (30, 14)], ids=["dots", "dashes", "skips"]
)
def test_a_digit_is_read_though_the_pen_skips(
    reader: Reader, text: str, dash: float, gap: float
) -> None:
    assert reader.read_image(picture(text, dash, gap)).text == text


def test_a_digit_lies_where_it_was_written(reader: Reader) -> None:
    (dotted,) = reader.read_image(picture("3", 3, 12)).symbols
    (whole,) = reader.read_image(picture("3", 10_000, 1)).symbols
    for side in ("left", "top", "right", "bottom"):
        assert getattr(dotted.box, side) == pytest.approx(getattr(whole.box, side), abs=PEN)


def test_dots_that_make_no_digit_are_none(reader: Reader) -> None:
    scattered = np.full((300, 500), 230, np.uint8)
    for x, y in (
        np.random.default_rng(3).uniform((20, 20), (480, 280), (60, 2)).astype(int).tolist()
    ):
        cv2.circle(scattered, (x, y), 3, 40, -1)
    assert not reader.read_image(scattered).has_known
