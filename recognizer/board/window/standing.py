"""Gets and sets the position of the window on an X11 desktop, through SDL.

When SDL opens a window, the given position is that of its decoration. When SDL is asked, it returns
the position of the window inside the decoration. Whoever uses one for the other moves the window by
the height of its title bar at each start. Only an open window can be moved exactly.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pygame

_display: Any = pygame.display  # in pygame-ce it has functions for the position
_CENTERED = 0x2FFF0000
"""SDL_WINDOWPOS_CENTERED. The index of a display is added: it means the middle of that display."""


class Standing:
    """The position of pygame's window, which must be open."""

    @cached_property
    def _is_told(self) -> bool:
        return pygame.display.get_driver() == "x11"

    @cached_property
    def _handle(self) -> Any:
        """The window as pygame can move it; None with pygame-ce, which needs none.

        It is kept as long as the window: events of pygame refer to it, but do not keep it alive.
        """
        if hasattr(_display, "get_window_position"):
            return None
        from pygame._sdl2.video import Window

        return Window.from_display_module()

    @property
    def position(self) -> tuple[int, int] | None:
        """The position of the window's upper left pixel on the desktop; None if this is not X11.

        If the window fills the screen, this is the corner of its display.
        """
        if not self._is_told:
            return None
        x, y = self._handle.position if self._handle else _display.get_window_position()
        return x, y

    def move(self, position: tuple[int, int]) -> None:
        """Move the window's upper left pixel to `position`; a full-screen window stays."""
        if self._is_told and self._handle:
            self._handle.position = position
        elif self._is_told:
            _display.set_window_position(position)

    def go_to_corner(self, display: int) -> None:
        """Move the window to the upper left corner of a display, counted from 0.

        pygame does not say where on the desktop a display begins. So the window is first put into
        the middle of the display, and its position there tells where the corner is.
        """
        self.move((_CENTERED + display, _CENTERED + display))
        if self.position:
            screen = pygame.display.get_desktop_sizes()[display]
            sides = zip(self.position, screen, pygame.display.get_window_size(), strict=True)
            left, top = (at - (whole - part) // 2 for at, whole, part in sides)
            self.move((left, top))
