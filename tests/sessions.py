"""What tests do with a session: they draw in it and look at its strokes."""

from __future__ import annotations

from recognizer import Ink, Session

PEN_WIDTH = 24.0


def draw(session: Session, *points: tuple[float, float]) -> None:
    """Draw one stroke through `points`."""
    session.pen_down(*points[0])
    for point in points[1:]:
        session.pen_move(*point)
    session.pen_up()


def write(session: Session, ink: Ink) -> None:
    for stroke in ink.strokes:
        draw(session, *map(tuple, stroke.points.tolist()))


def paths(session: Session) -> list[list[tuple[float, float]]]:
    """Return the points of every finished stroke."""
    return [[tuple(point) for point in stroke.points.tolist()] for stroke in session.strokes]
