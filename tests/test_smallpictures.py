"""Small pictures are read together in fewer steps, and as each is read by itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from drawnpictures import Picture, coverage, on_paper, painted, sloping_light, transparent
from strokes import DIGITS

from recognizer import Reader, Reading
from recognizer.commands.read.read import read_files
from recognizer.pictures.decode import find_marks
from recognizer.reading.given import MAX_TOGETHER, is_small

SIZES = ((28, 3), (40, 6), (64, 12))
"""Heights of digits and margins, in pixels."""


@cache
def reader() -> Reader:
    return Reader()


def small_pictures() -> Iterator[Picture]:
    """Yield 300 pictures: digits of three sizes, each on ten kinds of paper."""
    for digit in DIGITS:
        for height, margin in SIZES:
            cover = coverage(digit, height, margin)
            dark, bright = painted(cover, 20, 250), painted(cover, 255, 0)
            yield from (dark, bright, merged(dark, dark, dark), merged(bright, bright, dark))
            yield painted(cover, (200, 30, 30), (255, 255, 255))
            yield painted(cover, 30, sloping_light(cover.shape, 120, 240))
            yield from (transparent(cover, 0), bright[margin:-margin, margin:-margin])
            yield from (np.hstack([dark, dark]), np.full_like(dark, 90))


def merged(*layers: Picture) -> Picture:
    return np.asarray(cv2.merge(layers), np.uint8)


def told(reading: Reading) -> list[object]:
    """Return all that is known of a reading, to the last bit."""
    return [
        (each, each.evidence.shades, each.evidence.logits.tobytes()) for each in reading.symbols
    ]


def test_each_of_many_is_read_as_it_is_alone() -> None:
    pictures = list(small_pictures())
    assert len(pictures) == 300
    together = reader().read_images(iter(pictures))
    for reading, picture in zip(together, pictures, strict=True):
        alone = reader().read_image(picture)
        assert reading == alone
        assert told(reading) == told(alone)


def test_ink_on_one_color_is_found_as_on_paper_that_is_not_quite_even() -> None:
    looked_at = 0
    for picture in small_pictures():
        if picture.ndim == 3 or len(np.unique(picture[:, 0])) > 1 or picture[0, 0] in (0, 90):
            continue
        speckled = picture.copy()
        speckled[0, 0] -= 1  # now the edge has not just one color
        np.testing.assert_array_equal(find_marks(speckled), find_marks(picture))
        np.testing.assert_array_equal(
            find_marks(merged(picture, picture, picture)), find_marks(picture)
        )
        looked_at += 1
    assert looked_at >= 30


@pytest.mark.parametrize("workers", [1, 2])
def test_a_folder_says_of_each_file_what_is_said_of_it_alone(
    tmp_path: Path, workers: int, capsys: pytest.CaptureFixture[str]
) -> None:
    for k in range(MAX_TOGETHER + 6):
        cv2.imwrite(str(tmp_path / f"{k:03}.png"), painted(coverage(str(k % 10), 28, 4), 0, 255))
    (tmp_path / "003.png").write_bytes(b"\x89PNG\r\n\x1a\n, but cut off")
    cv2.imwritemulti(str(tmp_path / "005.tif"), [on_paper("5"), on_paper("6")])
    large = painted(coverage("7", 500, 90), 0, 255)
    assert not is_small(large)
    cv2.imwrite(str(tmp_path / "007.webp"), large)

    assert read_files([tmp_path], workers=workers) == 1
    together = capsys.readouterr()
    missing = tmp_path / "missing.png"  # a second name has each line begin with the file's
    for each in sorted(tmp_path.iterdir()):
        read_files([each, missing])
    alone = capsys.readouterr()
    assert together.out == alone.out
    assert [*together.err.splitlines()] == [
        line for line in alone.err.splitlines() if str(missing) not in line
    ]
