"""Pictures are measured line by line, by a file that says what is written on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from drawnpictures import coverage, painted

from recognizer import Reader
from recognizer.errors import DataError, PictureError
from recognizer.training.measure.photos import TRUTH_FILE, evaluate_photos

READER = Reader()


def folder_of(tmp_path: Path, *entries: dict[str, Any]) -> Path:
    """Write a picture of 47 above 205, and what is said of it."""
    rows = [np.hstack([coverage(each, 60) for each in line]) for line in ("470", "205")]
    rows[0][:, -coverage("0", 60).shape[1] :] = 0
    wide = max(each.shape[1] for each in rows)
    cover = np.vstack([np.pad(each, ((0, 0), (0, wide - each.shape[1]))) for each in rows])
    assert cv2.imwrite(str(tmp_path / "page.png"), painted(cover, ink=40, paper=230))
    (tmp_path / TRUTH_FILE).write_text("\n".join(map(json.dumps, entries)))
    return tmp_path


def test_each_written_line_is_counted(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"file": "page.png", "truth": ["47", "205"], "kind": "scan"})
    tally = evaluate_photos(READER, folder)
    assert [(each.label, each.read_as, each.source) for each in tally.samples] == [
        ("47", "47", "scan"),
        ("205", "205", "scan"),
    ]


def test_a_line_that_was_misread_is_wrong_and_the_others_are_right(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"file": "page.png", "truth": ["41", "205", "9"]})
    tally = evaluate_photos(READER, folder)
    assert [(each.label, each.read_as) for each in tally.samples] == [
        ("41", "47"),
        ("205", "205"),
        ("9", ""),
    ]


def test_pictures_without_digits_or_order_are_left_out(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        {"file": "page.png", "truth": []},
        {"file": "page.png", "truth": ["47205"], "any_order": True},
    )
    assert evaluate_photos(READER, folder).count() == 0


@pytest.mark.parametrize("line", ["{", "[]", '{"file": "page.png"}'])
def test_a_line_that_says_no_truth_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / TRUTH_FILE).write_text(line)
    with pytest.raises(DataError, match=f"{TRUTH_FILE}:1: "):
        evaluate_photos(READER, tmp_path)


def test_a_picture_that_is_missing_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"file": "none.png", "truth": ["7"]})
    with pytest.raises(PictureError, match=r"none\.png"):
        evaluate_photos(READER, folder)
