"""What the user has taught, which of it is forgotten for what, and what a reader makes of it."""

from recognizer.lessons.lessons import (
    LARGEST,
    MOST_LESSONS,
    MOST_POINTS,
    Embedding,
    Lesson,
    Lessons,
    is_label,
    new_lesson,
    with_lesson,
)

__all__ = [
    "LARGEST",
    "MOST_LESSONS",
    "MOST_POINTS",
    "Embedding",
    "Lesson",
    "Lessons",
    "is_label",
    "new_lesson",
    "with_lesson",
]
