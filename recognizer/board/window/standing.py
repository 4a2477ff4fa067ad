"""Gets and sets the position of the window on an X11 desktop, through SDL.

When a window is opened, SDL takes the position of its decoration. When it is asked, it returns the
position of the window inside the decoration. If one is used for the other, the window moves by the
height of its title bar at each start. Only a window that is already open can be moved exactly.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pygame

_display: Any = pygame.display  # pygame-ce can get and set a position
_CENTERED = 0x2FFF0000
"""SDL_WINDOWPOS_CENTERED: with a display's index added, the middle of that display."""


class Standing:
    """Where the window of pygame's display stands; to be asked while it is open."""

    @cached_property
    def _is_told(self) -> bool:
        return pygame.display.get_driver() == "x11"

    @cached_property
    def _handle(self) -> Any:
        """What pygame has for the functions of pygame-ce; None with those.

        It is kept as long as the window: SDL does not count it, and events would bring one that is
        gone.
        """
        if hasattr(_display, "get_window_position"):
            return None
        from pygame._sdl2.video import Window

        return Window.from_display_module()

    @property
    def position(self) -> tuple[int, int] | None:
        """Where the window's upper left pixel is on the desktop; None if the system is not X11.

        Of a window that fills the screen it is the corner of its display.
        """
        if not self._is_told:
            return None
        x, y = self._handle.position if self._handle else _display.get_window_position()
        return x, y

    def move(self, position: tuple[int, int]) -> None:
        """Put the window's upper left pixel there; a full screen stays."""
        if self._is_told and self._handle:
            self._handle.position = position
        elif self._is_told:
            _display.set_window_position(position)

    def go_to_corner(self, display: int) -> None:
        """Put the window into the upper left corner of that display.

        pygame does not tell how displays lie to each other: the corner is found from where a window
        in the middle stands.
        """
        self.move((_CENTERED + display, _CENTERED + display))
        if self.position:
            screen = pygame.display.get_desktop_sizes()[display]
            sides = zip(self.position, screen, pygame.display.get_window_size(), strict=True)
            left, top = (at - (whole - part) // 2 for at, whole, part in sides)
            self.move((left, top))
