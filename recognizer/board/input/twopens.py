"""The pens of a board: one, or one for each half of the window when two play."""

from __future__ import annotations

import pygame

from recognizer.board.input.commands import Command, Signal
from recognizer.board.input.events import FINGER_EVENTS, MOUSE, MOUSE_EVENTS, Translator


class TwoPens:
    """Turns events into commands, each with the place of the desk that it is for.

    Mouse, pen tablet and each finger belong to the half of the window in which they come down,
    until they are lifted. In its half, each of two players draws as one does alone.
    """

    def __init__(self) -> None:
        self._halves = (Translator(), Translator())
        self._used = 0  # which half drew last

    def translate(
        self, event: pygame.event.Event, size: tuple[int, int], players: int
    ) -> list[tuple[int, Command | None]]:
        """Return what `event` means for whom, on a board of `size` pixels for 1 or 2 players.

        Keys are meant for the desk that was drawn on last; what ends a stroke unseen, for both.
        """
        if players == 1:
            if self._halves[1].pen is not None:  # two stopped to play before it was lifted
                self._halves = self._halves[0], Translator()
            return [(0, self._halves[0].translate(event, size))]
        if event.type in (*MOUSE_EVENTS, *FINGER_EVENTS):
            self._used = half = self._half(event, size)
            return [(half, self._halves[half].translate(event, size))]
        told = [(k, each.translate(event, size)) for k, each in enumerate(self._halves)]
        is_for_both = told[0][1] is Signal.PEN_LOST
        return told if is_for_both else [(self._used, told[0][1])]

    def _half(self, event: pygame.event.Event, size: tuple[int, int]) -> int:
        is_mouse = event.type in MOUSE_EVENTS
        pen = MOUSE if is_mouse else event.finger_id
        x = event.pos[0] / size[0] if is_mouse else event.x
        holding = (k for k, each in enumerate(self._halves) if each.pen == pen)
        return next(holding, int(x >= 0.5))
