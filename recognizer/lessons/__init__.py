"""Lessons: what the user has taught, and the adaptation made from it."""

from recognizer.lessons.lessons import (
    MAX_EMBEDDING_VALUE,
    MAX_LESSON_POINTS,
    MAX_PROFILE_LESSONS,
    Embedding,
    Lesson,
    Lessons,
    is_label,
    new_lesson,
    with_lesson,
)

__all__ = [
    "MAX_EMBEDDING_VALUE",
    "MAX_LESSON_POINTS",
    "MAX_PROFILE_LESSONS",
    "Embedding",
    "Lesson",
    "Lessons",
    "is_label",
    "new_lesson",
    "with_lesson",
]
