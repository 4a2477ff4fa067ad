"""Random events of all kinds, as a board may get them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pygame
from boards import FOCUS_LOST, RESIZED, SIZE, resize
from pens import drop, finger, key, mouse_down, mouse_move, mouse_up, wheel
from pygame.event import Event

from recognizer.board.window.window import Window

KEYS = (
    *(pygame.K_RETURN, pygame.K_l, pygame.K_c, pygame.K_e, pygame.K_LEFTBRACKET),
    *(pygame.K_RIGHTBRACKET, pygame.K_d, pygame.K_t, pygame.K_s, pygame.K_m, pygame.K_h),
    *(pygame.K_F11, pygame.K_UP, pygame.K_DOWN, pygame.K_n, pygame.K_3, pygame.K_z, pygame.K_y),
    *(pygame.K_o, pygame.K_ESCAPE),
)
SIZES = (SIZE, (700, 500), (500, 900), (1280, 720))


class Storm:
    """Random events, always the same for a seed. `files` may be dropped."""

    def __init__(
        self, seed: int, files: Sequence[Path], window: Window, keys: Sequence[int] = KEYS
    ) -> None:
        self._rng = np.random.default_rng(seed)
        self._files = files
        self._window = window
        self._keys = keys
        hands = [self._down, self._move, self._move, self._move, self._up, self._finger]
        others = [self._key, self._key, self._wheel, self._hover]
        seldom = [self._drop, self._resize, self._window_event]
        self._kinds = [*hands * 5, *others * 3, *seldom]

    def batch(self) -> list[Event]:
        """Return one to 19 events."""
        count = int(self._rng.integers(1, 20))
        return [self._kinds[self._rng.integers(len(self._kinds))]() for _ in range(count)]

    def pause(self) -> float:
        """Return how many seconds pass until the next."""
        return float(self._rng.choice([0.0, 0.05, 1.0, 7.0]))

    def _spot(self) -> tuple[float, float]:
        width, height = self._window.surface.get_size()
        return int(self._rng.integers(-50, width + 50)), int(self._rng.integers(-50, height + 50))

    def _button(self) -> int:
        return int(self._rng.choice([1, 1, 1, 2, 3, 3]))

    def _down(self) -> Event:
        return mouse_down(self._spot(), self._button())

    def _move(self) -> Event:
        return mouse_move(self._spot(), button=self._button())

    def _hover(self) -> Event:
        return mouse_move(self._spot(), pressed=False)

    def _up(self) -> Event:
        return mouse_up(self._spot(), self._button())

    def _finger(self) -> Event:
        kind = self._rng.choice([pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP])
        pressure = float(self._rng.choice([0.0, 0.3, 1.0, 2.0, np.nan]))
        return finger(int(kind), self._spot(), SIZE, int(self._rng.integers(1, 3)), pressure)

    def _key(self) -> Event:
        code = int(self._rng.choice(self._keys))
        with_control = code in (pygame.K_z, pygame.K_y, pygame.K_o) or self._rng.random() < 0.1
        return key(code, pygame.KMOD_LCTRL if with_control else 0)

    def _wheel(self) -> Event:
        mod = int(self._rng.choice([0, pygame.KMOD_LCTRL]))
        return wheel(int(self._rng.integers(-3, 4)), mod)

    def _drop(self) -> Event:
        return drop(self._files[int(self._rng.integers(len(self._files)))])

    def _resize(self) -> Event:
        if not self._window.is_full_screen:
            resize(self._window, SIZES[self._rng.integers(len(SIZES))])
        return RESIZED

    def _window_event(self) -> Event:
        return [FOCUS_LOST, pygame.event.Event(pygame.VIDEOEXPOSE)][self._rng.integers(2)]
