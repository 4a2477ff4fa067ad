"""What is read of 500 inks and 50 pictures of our own stays as it was recorded.

Who changes a reading on purpose records it anew, and says what was measured::

    python -m pytest tests/test_same_readings.py --update-references
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from making import NO_DIGITS, ROOT
from strokes import DIGITS, Points, moved, shifted

from recognizer import Ink, Reader, Reading
from recognizer.ink.raster import draw_paths

RECORDED = ROOT / "tests" / "references" / "readings.json"
INKS, PICTURES = 500, 50
CLOSE = 0.02
"""Confidences may differ by so much from one processor to another."""
OTHERS = [ink for kind in NO_DIGITS.values() for ink in kind.values()]


def written(rng: random.Random) -> Ink:
    """Return one to three lines of numbers, now and then with something else among the digits."""
    strokes: list[Any] = []
    for line in range(rng.randint(1, 3)):
        left = rng.uniform(0, 80)
        for _ in range(rng.randint(1, 3)):
            for _ in range(rng.randint(1, 4)):
                thing = DIGITS[rng.choice("0123456789")]
                if rng.random() < 0.06:
                    thing = rng.choice(OTHERS)
                symbol = by_a_hand(thing, rng)
                box = symbol.bounding_box
                strokes += shifted(symbol, left - box.left, 230 * line - box.top).strokes
                left += box.right - box.left + rng.uniform(6, 35)
            left += rng.uniform(90, 160)
    return Ink(tuple(strokes))


def by_a_hand(ink: Ink, rng: random.Random) -> Ink:
    """Return `ink` wider or narrower, slanted, turned a little."""
    across, down = rng.uniform(0.7, 1.1), rng.uniform(0.8, 1.15)
    slant, turn = rng.uniform(-0.25, 0.15), rng.uniform(-0.12, 0.12)
    change = np.array([[across, turn], [slant, down]])

    def moved_points(points: Points) -> Points:
        return points @ change

    return moved(ink, moved_points)


def photographed(ink: Ink, rng: random.Random) -> npt.NDArray[np.uint8]:
    """Return `ink` dark on light paper, or light on a dark board, in a light that fades."""
    box, margin = ink.bounding_box, 40
    rows, cols = (round(side) + 2 * margin for side in (box.bottom - box.top, box.right - box.left))
    drawn = np.zeros((rows, cols), np.uint8)
    corner = np.array([box.left - margin, box.top - margin])
    draw_paths(drawn, [each.points - corner for each in ink.strokes], rng.randint(4, 11))
    light = np.linspace(1, rng.uniform(0.7, 1), cols)[None] * np.ones((rows, 1))
    paper = rng.uniform(190, 235)
    gray = light * (paper - (paper - 40) * (drawn / 255))
    if rng.random() < 0.3:
        gray = 255 - gray
    return np.asarray(cv2.GaussianBlur(gray.astype(np.uint8), (3, 3), 0), np.uint8)


def all_inks() -> Iterator[Ink]:
    for number in range(INKS):
        yield written(random.Random(number))  # noqa: S311


def all_pictures() -> Iterator[npt.NDArray[np.uint8]]:
    for number in range(PICTURES):
        rng = random.Random(INKS + number)  # noqa: S311
        yield photographed(written(rng), rng)


def told(reading: Reading) -> dict[str, Any]:
    """Return what is recorded of a reading."""
    return {
        "text": reading.text,
        "verdict": reading.verdict.value,
        "digits": [
            [each.text, each.best, round(each.confidence, 3), round(each.knownness, 3)]
            for each in reading.digits
        ],
        "strokes": [list(each.strokes) for each in reading.digits],
        "boxes": [
            [round(side) for side in (b.left, b.top, b.right, b.bottom)]
            for each in reading.digits
            for b in [each.box]
        ],
    }


@pytest.fixture(scope="module")
def recorded(request: pytest.FixtureRequest) -> dict[str, list[dict[str, Any]]]:
    if request.config.getoption("--update-references"):
        reader = Reader()
        found = {
            "inks": [told(reader.read_ink(ink)) for ink in all_inks()],
            "pictures": [told(reader.read_image(picture)) for picture in all_pictures()],
        }
        lines = (
            f'"{kind}": [\n' + ",\n".join(map(json.dumps, records)) + "\n]"
            for kind, records in found.items()
        )
        RECORDED.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")
    whole: dict[str, list[dict[str, Any]]] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return whole


def check_same(now: dict[str, Any], before: dict[str, Any]) -> None:
    sure = [digit[2:] for digit in now["digits"]]
    assert sure == [pytest.approx(digit[2:], abs=CLOSE) for digit in before["digits"]]
    names = [digit[:2] for digit in now["digits"]]
    assert names == [digit[:2] for digit in before["digits"]]
    for what in ("text", "verdict", "strokes", "boxes"):
        assert now[what] == before[what]


def test_inks_are_read_as_they_were(
    reader: Reader, recorded: dict[str, list[dict[str, Any]]]
) -> None:
    assert len(recorded["inks"]) == INKS
    for ink, before in zip(all_inks(), recorded["inks"], strict=True):
        check_same(told(reader.read_ink(ink)), before)


def test_pictures_are_read_as_they_were(
    reader: Reader, recorded: dict[str, list[dict[str, Any]]]
) -> None:
    assert len(recorded["pictures"]) == PICTURES
    for picture, before in zip(all_pictures(), recorded["pictures"], strict=True):
        check_same(told(reader.read_image(picture)), before)


def test_what_is_recorded_is_worth_comparing(recorded: dict[str, list[dict[str, Any]]]) -> None:
    texts = [each["text"] for records in recorded.values() for each in records]
    assert sum("?" in text for text in texts) > 20
    assert sum("\n" in text for text in texts) > 200
    assert len(set(texts)) > 500
