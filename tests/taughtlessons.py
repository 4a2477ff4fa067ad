"""Lessons that were taught, no two of them alike, and what a profile holds of them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np
from strokes import DIGITS, shifted

from recognizer.ink import Ink
from recognizer.keeping.profiles import Profile
from recognizer.lessons import Lesson, Lessons
from recognizer.network.alphabet import NONE

BEGIN = datetime(2026, 1, 1, tzinfo=timezone.utc)
SIZE = 512


def lesson(label: str, direction: int, ink: Ink = DIGITS["7"], model: str = "a" * 64) -> Lesson:
    """Return what was taught in the minute `direction`; two of them look not alike."""
    embedding = np.zeros(SIZE, np.float32)
    embedding[direction] = 3
    time = BEGIN + timedelta(minutes=direction)
    return Lesson(shifted(ink, direction, 0), label, embedding, model, time)


ONE, TWO, THREE = lesson("1", 0), lesson("7", 1), lesson(NONE, 2, DIGITS["4"])


def keys(lessons: Lessons) -> list[str]:
    return [each.key for each in lessons]


def loaded(profile: Profile) -> list[str]:
    """Return the keys of the lessons in a file with which all is well."""
    lessons, message = profile.load()
    assert message == ""
    return keys(lessons)
