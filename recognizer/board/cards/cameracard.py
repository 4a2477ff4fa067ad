"""What the camera sees, over the board: one key takes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import pygame

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import Theme
from recognizer.board.input.commands import (
    SILENT,
    Command,
    Correct,
    EraserDown,
    Open,
    PenDown,
    PenStep,
)
from recognizer.board.show.message import Message, message_parts
from recognizer.board.show.overlay import Overlay, Spot
from recognizer.board.threads.camera import NO_CAMERA, Camera, Frame
from recognizer.errors import DisplayError

FRAME_SECONDS = 1 / 15
"""What the camera sees is shown anew after so long."""
OPENING = Message("The camera opens ...")
READY = Message("V, Enter or a tap takes the picture; Esc closes")
_TAKES = (table.CAMERA, table.READ)
_ENDS = (PenDown, EraserDown, Action, PenStep, Correct, Open)


@dataclass(frozen=True, eq=False)
class Seen:
    """What the camera sees now; None while it opens."""

    frame: Frame | None

    def parts(self, layout: Layout, theme: Theme, has_panel: bool) -> list[Part]:
        """Return a veil, the picture as large as it fits, and what to do."""
        veil = pygame.Surface(layout.size)
        veil.fill(theme.board)
        found = [(veil, veil.get_rect())]
        if self.frame is not None:
            drawn = _drawn(self.frame, layout)
            found.append((drawn, drawn.get_rect(center=veil.get_rect().center)))
        words = OPENING if self.frame is None else READY
        return found + message_parts(layout, theme, words, has_panel)


class CameraCard(Overlay):
    """What a camera sees, if one is open; `open_camera` returns it.

    `take` is called with the picture, `warn` with what is amiss.
    """

    def __init__(
        self,
        open_camera: Callable[[], Camera],
        take: Callable[[Frame], None],
        warn: Callable[[DisplayError], None],
    ) -> None:
        self._open_camera = open_camera
        self._take = take
        self._warn = warn
        self._camera: Camera | None = None
        self._seen: Seen | None = None

    def open(self) -> None:
        """Open the camera, which may take seconds, and show what it sees."""
        self._camera, self._seen = self._open_camera(), Seen(None)

    def close(self) -> None:
        """Let the camera go."""
        if self._camera:
            self._camera.close()
        self._camera = self._seen = None

    @property
    def is_open(self) -> bool:
        """Whether it shows what the camera sees, or will."""
        return self._camera is not None

    def look(self) -> None:
        """Show what the camera sees now; without a camera, say so, and close."""
        if self._camera is None or self._seen is None:
            return
        if self._camera.has_failed:
            self.close()
            self._warn(DisplayError(NO_CAMERA))
        elif self._camera.frame is not self._seen.frame:
            self._seen = Seen(self._camera.frame)

    def obeys(self, command: Command) -> bool:
        """Take the picture, or close."""
        if not self.is_open or not isinstance(command, _ENDS) or command in SILENT:
            return False
        seen = self._seen
        if isinstance(command, PenDown) or command in _TAKES:
            if seen is None or seen.frame is None:
                return True  # there is nothing to take yet
            self.close()
            self._take(seen.frame)
        else:
            self.close()
        return True

    def covers(self, spot: Spot) -> bool:
        """Tell whether it is open: then it covers the whole board."""
        return self.is_open

    @property
    def shown(self) -> Seen | None:
        """What it shows, while it is open."""
        return self._seen


def _drawn(frame: Frame, layout: Layout) -> pygame.Surface:
    rows, cols = frame.shape[:2]
    width, height = (max(1, side - 2 * layout.margin) for side in layout.size)
    scale = min(width / cols, height / rows)
    size = max(1, round(cols * scale)), max(1, round(rows * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    pixels = cv2.cvtColor(cv2.resize(frame, size, interpolation=way), cv2.COLOR_BGR2RGB)
    drawn = pygame.Surface(size)
    pygame.surfarray.blit_array(drawn, pixels.swapaxes(0, 1))
    return drawn
