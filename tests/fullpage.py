"""A page that holds something of everything, and how tests compare it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import numpy as np
from strokes import DIGITS

from recognizer import Ink
from recognizer.document.corrections import Correction, as_records
from recognizer.document.page import BoardPicture, Page
from recognizer.lessons import Lesson

ONE, TWO, THREE = (DIGITS[digit].strokes[0] for digit in "123")
FULL = Page((ONE, TWO, THREE), BoardPicture("a.png", np.zeros((2, 3, 3), np.uint8)))
FULL = replace(FULL, corrections=(Correction((ONE, THREE), "3"), Correction((TWO,), "")))


def same(one: Page, other: Page) -> bool:
    """Tell whether two pages hold the very same objects."""
    return (
        list(map(id, one.strokes)) == list(map(id, other.strokes))
        and one.picture is other.picture
        and as_records(one.corrections, one.strokes) == as_records(other.corrections, other.strokes)
    )


def lesson(ink: Ink = DIGITS["1"], label: str = "1") -> Lesson:
    embedding = np.ones(3, np.float32)
    return Lesson(ink, label, embedding, "model", datetime(2026, 1, 1, tzinfo=timezone.utc))
