"""The window: opened, and changed between full screen and a frame."""

from __future__ import annotations

import os

import pygame

from recognizer.board.theme import forget_fonts
from recognizer.errors import DisplayError
from recognizer.quiet import quiet_libraries
from recognizer.resources import asset
from recognizer.windowsize import DEFAULT, SMALLEST

TITLE = "Recognizer"
_UNSEEN = ("offscreen", "dummy", "evdev")


class Window:
    """A window on the screen. A context manager; leaving it closes the display.

    Parameters
    ----------
    windowed : (width, height), optional
        Begin in a frame of this size; full screen if left out.

    Raises
    ------
    DisplayError
        If there is no screen to open a window on.
    """

    def __init__(self, windowed: tuple[int, int] | None = None) -> None:
        self._frame_size = windowed or DEFAULT
        self._is_full = windowed is None
        try:
            # Not pygame.init(): it also opens audio, and complains where there is none.
            with quiet_libraries():  # Wayland's library has its own words for "no screen"
                pygame.display.init()
            _refuse_unseen_display()
            pygame.font.init()
            forget_fonts()
            pygame.display.set_caption(TITLE)
            pygame.display.set_icon(pygame.image.load(asset("icon.png")))
            self._open()
        except pygame.error as error:
            pygame.display.quit()
            raise DisplayError(
                f"no window can be opened ({error}); a graphical screen is needed, "
                f"`recognizer read FILE` works without one"
            ) from None

    def __enter__(self) -> Window:
        return self

    def __exit__(self, *_: object) -> None:
        pygame.font.quit()
        pygame.display.quit()

    @property
    def surface(self) -> pygame.Surface:
        """What is shown; another one after each change of size."""
        return pygame.display.get_surface()

    @property
    def is_full_screen(self) -> bool:
        """Whether the board fills the screen."""
        return self._is_full

    def toggle_full_screen(self) -> None:
        """Change between full screen and a frame of the size it had before."""
        if not self._is_full:
            self._frame_size = self.surface.get_size()
        self._is_full = not self._is_full
        self._open()

    def _open(self) -> None:
        if self._is_full:
            pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
            return
        width, height = self._frame_size
        size = (max(SMALLEST[0], width), max(SMALLEST[1], height))
        pygame.display.set_mode(size, pygame.RESIZABLE)
        if self.surface.get_size() != size:
            # Coming from full screen, some drivers keep its size the first time.
            pygame.display.set_mode(size, pygame.RESIZABLE)


def _refuse_unseen_display() -> None:
    """Where there is no screen SDL opens an invisible one, on which the user would wait forever."""
    driver = pygame.display.get_driver()
    if driver in _UNSEEN and "SDL_VIDEODRIVER" not in os.environ:
        raise pygame.error("no screen was found")
