"""The lock in the corner: while it is closed, nobody leaves the game. A long press opens it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pygame

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.draw.icons import icon
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.motion import FRAME_SECONDS, NEVER
from recognizer.board.draw.shapes import pill
from recognizer.board.draw.surfaces import Part, coverage_surface
from recognizer.board.draw.theme import Theme
from recognizer.board.input.commands import Command, EraserDown, PenDown, PenMove, Signal
from recognizer.board.show.message import Message
from recognizer.board.show.overlay import Around, Overlay, Spot
from recognizer.ink.raster import cover_path

HOLD_SECONDS = 3.0
"""How long the lock, or Esc, must be held to open it."""
LOCKED = Message("This board is for playing now. To leave, hold the lock in the corner")
OPEN = Message("Open again: Esc ends the game")
_BARRED = frozenset({table.QUIT, table.FULL_SCREEN})
_SIDE_HD, _MIN_SIDE_PIXELS = 56, 44
_ICON_SHARE, _RING_SHARE = 0.5, 0.09  # of the side
_RING_POINTS = 90


@dataclass
class Lock:
    """Whether the board is for playing only: the game of that name, or any if it is ""."""

    game: str = ""
    is_closed: bool = True


@dataclass(frozen=True)
class ShownLock:
    """The lock as it looks; the ring around it is full at a `share` of 1."""

    share: float = 0.0

    def parts(self, layout: Layout, theme: Theme, has_panel: bool) -> list[Part]:
        """Return the lock, with the ring as far as it is filled."""
        place = lock_place(layout)
        steps = round(self.share * _RING_POINTS)
        return [(_drawn(place.width, steps, theme), place)]


class LockButton(Overlay):
    """Takes all that would leave a locked board; `tell` shows a message."""

    def __init__(self, around: Around, lock: Lock, tell: Callable[[Message], None]) -> None:
        self._around = around
        self._lock = lock
        self._tell = tell
        self._held_from = NEVER
        self._by_key = False

    @property
    def is_closed(self) -> bool:
        """Whether nobody can leave."""
        return self._lock.is_closed

    @property
    def bars(self) -> frozenset[Action]:
        """What nobody can do now."""
        return _BARRED if self.is_closed else frozenset()

    @property
    def due(self) -> float:
        """When it looks different, in seconds of `time.monotonic`."""
        return NEVER if self._held_from == NEVER else time.monotonic() + FRAME_SECONDS

    def keep_time(self, now: float) -> None:
        """Open it if it was held for long enough."""
        if now - self._held_from >= HOLD_SECONDS:
            self._held_from, self._lock.is_closed = NEVER, False
            self._tell(OPEN)

    def obeys(self, command: Command) -> bool:
        """Begin or end to be held. Bar what would leave."""
        if not self.is_closed:
            return False
        match command:
            case PenDown(x, y) | EraserDown(x, y) if self.covers((x, y)):
                self._hold(by_key=False)
                return True
            case PenMove(x, y) if self._held_from != NEVER and not self.covers((x, y)):
                self._let_go(by_key=False)
            case Signal.PEN_UP | Signal.PEN_LOST:
                self._let_go(by_key=False)
            case Signal.ESCAPE_UP:
                self._let_go(by_key=True)
            case table.CLOSE:
                self._hold(by_key=True)
        is_barred = command in self.bars
        if is_barred:
            self._tell(LOCKED)
        return is_barred

    def covers(self, spot: Spot) -> bool:
        """Tell whether the closed lock is at `spot`."""
        return self.is_closed and bool(lock_place(self._around.layout).collidepoint(spot))

    @property
    def shown(self) -> ShownLock | None:
        """The lock, while it is closed."""
        if not self.is_closed:
            return None
        held = max(0.0, time.monotonic() - self._held_from)
        return ShownLock(min(1.0, held / HOLD_SECONDS))

    def _hold(self, by_key: bool) -> None:
        if self._held_from == NEVER:
            self._held_from, self._by_key = time.monotonic(), by_key

    def _let_go(self, by_key: bool) -> None:
        if self._by_key == by_key:
            self._held_from = NEVER


def lock_place(layout: Layout) -> pygame.Rect:
    """Return where the lock is: in the upper left corner of the window."""
    side = min(max(_MIN_SIDE_PIXELS, layout.pixels(_SIDE_HD)), *layout.size)
    edge = layout.margin // 3
    return pygame.Rect(edge, edge, side, side)


@lru_cache(maxsize=4)
def _drawn(side: int, steps: int, theme: Theme) -> pygame.Surface:
    drawn = pygame.Surface((side, side), pygame.SRCALPHA)
    ring = max(2, round(side * _RING_SHARE))
    inner = max(1, side - 4 * ring)
    ground = pill((inner, inner), inner, theme.bar)
    drawn.blit(ground, ground.get_rect(center=(side // 2, side // 2)))
    picture = icon("lock", max(8, round(side * _ICON_SHARE)), theme.muted)
    drawn.blit(picture, picture.get_rect(center=(side // 2, side // 2)))
    if steps:
        coverage = np.zeros((side, side), np.uint8)
        angles = np.arange(steps + 1) * (2 * math.pi / _RING_POINTS) - math.pi / 2
        around = np.stack([np.cos(angles), np.sin(angles)], axis=1) * (side / 2 - ring)
        cover_path(coverage, around + side / 2, ring)
        drawn.blit(coverage_surface(coverage, theme.accent), (0, 0))
    return drawn
