"""What tests do that teach a board: what they write and say, and looks at what was learned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pygame
from boards import play
from making import picture_of
from pens import Spot, finger_stroke, fitted, key, mouse_events
from pygame.event import Event
from strokes import FLAGGED

from recognizer import Ink
from recognizer.board.run.app import Board
from recognizer.board.run.tools import TOOLBAR_AFTER_SECONDS
from recognizer.board.show.notice import SECONDS as MESSAGE_SECONDS
from recognizer.keeping.profiles import Profile

if TYPE_CHECKING:
    from boardfixtures import Clock

ONE, SEVEN, NONE = key(pygame.K_1), key(pygame.K_7), key(pygame.K_n)
GLASS, COPY = key(pygame.K_d), key(pygame.K_c, pygame.KMOD_LCTRL)


def flagged(left: float = 300, top: float = 120, height: float = 120) -> list[Event]:
    return mouse_events(fitted(FLAGGED, left, top, height))


def number(
    inks: Iterable[Ink], left: float = 300, top: float = 120, height: float = 90
) -> list[Event]:
    """Return the events of `inks` side by side, a third of their height apart."""
    events: list[Event] = []
    for ink in inks:
        placed = fitted(ink, left, top, height)
        events += mouse_events(placed)
        left = placed.bounding_box.right + height / 3
    return events


def text(board: Board) -> str:
    reading = board.session.reading
    assert reading is not None
    return reading.text


def said(board: Board) -> list[str | None]:
    """Return what the user has said of each digit."""
    reading = board.session.reading
    assert reading is not None
    return [digit.said for digit in reading.symbols]


def kept(profile: Profile) -> list[str]:
    return [lesson.label for lesson in profile.load()[0]]


def tap(board: Board, spot: Spot) -> list[Event]:
    return finger_stroke([spot, spot], board.view.layout.size)


def show_toolbar(board: Board, clock: Clock) -> None:
    clock.advance(TOOLBAR_AFTER_SECONDS + MESSAGE_SECONDS)
    play(board)


def as_rgb(ink: Ink) -> npt.NDArray[np.uint8]:
    """Return a picture of `ink` as pygame has it, by columns."""
    return np.asarray(picture_of(ink).T[..., None].repeat(3, axis=2))
