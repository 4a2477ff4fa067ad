"""How a round looks at a moment: its task, what was read, and how it goes."""

from __future__ import annotations

from recognizer.board.games.course import Phase
from recognizer.board.games.taskcourse import TaskCourse
from recognizer.board.games.taskface import TaskFace, rise


def face_of(course: TaskCourse, now: float, moves: bool) -> TaskFace:
    """Return how `course` looks at `now`, in `time.monotonic` seconds.

    `moves` tells whether anything may move.
    """
    return TaskFace(
        doubted=course.doubted,
        task=course.task,
        text=course.text,
        note=course.note,
        cheers=course.phase is Phase.CHEER,
        rise=rise_of(course, now, moves),
        model=course.task.answer if course.phase is Phase.TRACE else "",
        way=course.way(now) if moves else None,
        has_starts=course.shown_from is not None and not moves,
        marks=tuple(each.at_first_try for each in course.round.done),
        total=course.round.mode.tasks,
        streak=course.round.streak,
        clock=_clock(course),
    )


def rise_of(course: TaskCourse, now: float, moves: bool) -> float:
    """Return how far the task has risen, in [0, 1]; wholly unless it is cheered."""
    return rise(course.cheered_from, now, moves) if course.phase is Phase.CHEER else 1.0


def _clock(course: TaskCourse) -> str:
    """Return the time that is left, or that has passed; "" where nobody is to hurry."""
    mode = course.round.mode
    if not mode.shows_time:
        return ""
    seconds = course.shown_seconds
    shown = max(0, round(mode.seconds) - seconds) if mode.seconds else seconds
    return f"{shown // 60}:{shown % 60:02}"
