"""Pictures of sums: small signs are read, and dirt is none."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from strokes import Points, densified, moved
from sumtrees import seeded
from typesetting import DIGIT_HEIGHT, Typesetter, inked

from recognizer import Ink, Reader
from recognizer.network.card import read_card
from recognizer.resources import models_dir

CARD = read_card(models_dir() / "digits.json")
pytestmark = pytest.mark.skipif(CARD.path is None, reason="the shipped model knows no signs")

Picture = npt.NDArray[np.uint8]

HEIGHT, MARGIN, LEADING = 48, 50, 2.2
SHEET = ["12+7=19", "23-8=15", "6×7=41", "84÷7=12", "36:4=9", "3.5+1.2=4.7", "(8-3)×4=20"]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(alphabet="sums")


def sheet(lines: Sequence[str], pen: float = 5.0, noise: float = 4.0, seed: int = 0) -> Picture:
    """Return a gray picture of sums, drawn by a hand that trembles a little."""
    rows, cols = round((len(lines) * LEADING + 1) * HEIGHT) + MARGIN, 16 * HEIGHT
    fine, rng = np.zeros((4 * rows, 4 * cols), np.uint8), np.random.default_rng(seed)
    for place, text in enumerate(lines):
        top = MARGIN + place * LEADING * HEIGHT
        ink = by_hand(inked(Typesetter(seeded(seed + place), 0.03).text(text).glyphs), rng)
        for stroke in ink.strokes:
            points = stroke.points * HEIGHT / DIGIT_HEIGHT + (MARGIN, top)
            line = np.rint(points * 4).astype(np.int32)
            cv2.polylines(fine, [line], False, 255, round(4 * pen), cv2.LINE_8)
    cover = cv2.resize(fine, (cols, rows), interpolation=cv2.INTER_AREA) / 255
    picture = 230 - 180 * cover + rng.normal(0, noise, cover.shape)
    return np.clip(picture, 0, 255).astype(np.uint8)


def by_hand(ink: Ink, rng: np.random.Generator) -> Ink:
    def tremble(points: Points) -> Points:
        return points + rng.normal(0, 1.5, points.shape)

    return moved(densified(ink, 12), tremble)


def test_a_sheet_of_sums_is_read(reader: Reader) -> None:
    assert reader.read_image(sheet(SHEET)).text.split("\n") == SHEET


@pytest.mark.parametrize("pen", [3.0, 6.5])
def test_points_are_read_however_thick_the_pen_is(reader: Reader, pen: float) -> None:
    lines = ["84÷7=12", "36:4=9", "2.5+1.4=3.9"]
    assert reader.read_image(sheet(lines, pen=pen)).text.split("\n") == lines


def test_a_comma_is_no_small_1(reader: Reader) -> None:
    lines = ["3,5+4=7,5", "20,6-0,5="]
    assert reader.read_image(sheet(lines)).text.split("\n") == lines


def test_a_minus_is_no_part_of_the_digit_before_it(reader: Reader) -> None:
    lines = ["67-51=16", "20+65-2=83"]
    assert reader.read_image(sheet(lines, pen=6.5)).text.split("\n") == lines


@pytest.mark.parametrize("alphabet", ["numbers", "sums"])
def test_specks_on_the_paper_are_no_points(alphabet: str) -> None:
    picture = sheet(["23", "4690"])
    for x, y in [(300, 70), (500, 160), (30, 200), (600, 60), (180, 30)]:
        cv2.circle(picture, (x, y), 1, (60,), cv2.FILLED)
    assert Reader(alphabet=alphabet).read_image(picture).text == "23\n4690"


def test_a_blot_in_the_margin_is_no_point(reader: Reader) -> None:
    picture = sheet(["23+4="])
    cv2.circle(picture, (700, 130), 4, (60,), cv2.FILLED)
    assert reader.read_image(picture).text == "23+4="
