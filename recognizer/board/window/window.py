"""Opens the window, and changes between full screen and a framed window."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pygame

from recognizer.board.draw.theme import forget_fonts
from recognizer.board.window.display import lacks_library, open_display
from recognizer.board.window.standing import Standing
from recognizer.errors import DisplayError
from recognizer.keeping.windowsize import DEFAULT_SIZE, MIN_SIZE
from recognizer.resources import asset

TITLE = "Recognizer"


class Window:
    """A window on the screen. A context manager; leaving it closes the display.

    It begins in a frame of the size `windowed`, or full screen; from there it changes to a frame of
    `frame_size`. The frame's upper left corner is at `position` on the desktop, or where the system
    puts it. Monitors are counted from 0.

    Raises
    ------
    DisplayError
        If there is no screen to open a window on, or no monitor of that number.
    """

    def __init__(
        self,
        windowed: tuple[int, int] | None = None,
        frame_size: tuple[int, int] | None = None,
        position: tuple[int, int] | None = None,
        display: int = 0,
    ) -> None:
        self._frame_size = windowed or frame_size or DEFAULT_SIZE
        self._is_full = windowed is None
        self.display = display
        """On which monitor it fills the screen; whoever hears that it was moved says so here."""
        self._position = position
        self._standing = Standing()
        try:
            open_display()
            _check_display(display)
            pygame.font.init()
            forget_fonts()
            pygame.display.set_caption(TITLE)
            pygame.display.set_icon(pygame.image.load(asset("icon.png")))
            self._open()
        except DisplayError:
            pygame.display.quit()
            raise
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
    def is_away(self) -> bool:
        """Whether it is minimized or on another workspace: it then has nothing to draw on."""
        return not pygame.display.get_active()

    @property
    def frame_size(self) -> tuple[int, int]:
        """Of the window when it does not fill the screen, (width, height) in pixels."""
        return self._frame_size if self._is_full else self.surface.get_size()

    @property
    def is_full_screen(self) -> bool:
        """Whether the board fills the screen."""
        return self._is_full

    def resize(self, size: tuple[int, int]) -> None:
        """Have a frame of `size`, (width, height) in pixels, unless it fills the screen."""
        self._frame_size = size
        self._open()

    def toggle_full_screen(self) -> None:
        """Change between full screen and a frame of the size it had before.

        Raises
        ------
        DisplayError
            If the screen refuses; the window then is what it was.
        """
        if not self._is_full:
            self._frame_size = self.surface.get_size()
            self._position = self._standing.position or self._position
        self._is_full = not self._is_full
        try:
            self._open()
        except pygame.error as error:
            wanted = "the full screen" if self._is_full else "a frame"
            self._is_full = not self._is_full
            self._open()
            raise DisplayError(f"the window cannot be changed to {wanted}: {error}") from None

    def take_position(self, told: tuple[int, int]) -> tuple[int, int]:
        """Take note of where the frame stands, `told` if the system does not say; return it."""
        self._position = self._standing.position or told
        return self._position

    def _open(self) -> None:
        # The monitor it was last seen on may have been unplugged.
        display = self.display if self.display < pygame.display.get_num_displays() else 0
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # pygame-ce's, of sizes not had at once
            if self._is_full:
                self._fill(display)
            else:
                self._frame(display)

    def _fill(self, display: int) -> None:
        if pygame.display.get_surface():  # without a window manager it fills from where it stands
            self._standing.go_to_corner(display)
        # Only of a window that can be resized does pygame follow the surface, which SDL replaces
        # when the window is minimized or loses the screen. The old one is gone: drawing on it is
        # a segmentation fault.
        flags = pygame.RESIZABLE | (pygame.FULLSCREEN if _can_fill() else pygame.NOFRAME)
        pygame.display.set_mode((0, 0), flags, display=display)
        if flags & pygame.NOFRAME:
            self._standing.go_to_corner(display)

    def _frame(self, display: int) -> None:
        width, height = self._frame_size
        size = (max(MIN_SIZE[0], width), max(MIN_SIZE[1], height))
        position = self._position if _is_on_a_monitor(self._position) else None
        with _placed(position):
            pygame.display.set_mode(size, pygame.RESIZABLE, display=display)
            if self.surface.get_size() != size:
                # Coming from full screen, some drivers keep its size the first time.
                pygame.display.set_mode(size, pygame.RESIZABLE, display=display)
        if position:  # where its decoration was put
            self._standing.move(position)


@contextmanager
def _placed(position: tuple[int, int] | None) -> Iterator[None]:
    """Let a window that is opened meanwhile stand at `position`.

    By SDL's variable: pygame has no function for it that pygame-ce has, too.
    """
    if position is None:
        yield
        return
    os.environ["SDL_VIDEO_WINDOW_POS"] = "{},{}".format(*position)
    try:
        yield
    finally:
        del os.environ["SDL_VIDEO_WINDOW_POS"]


def _is_on_a_monitor(position: tuple[int, int] | None) -> bool:
    if position is None:
        return False
    # Monitors mostly stand side by side; all that is known of them is their sizes.
    sizes = pygame.display.get_desktop_sizes()
    width, height = sum(size[0] for size in sizes), max(size[1] for size in sizes)
    return 0 <= position[0] < width - MIN_SIZE[0] and 0 <= position[1] < height - MIN_SIZE[1]


def _check_display(display: int) -> None:
    count = pygame.display.get_num_displays()
    if not 0 <= display < count:
        there = "the only one is display 0" if count == 1 else f"there are 0 to {count - 1}"
        raise DisplayError(f"there is no display {display}: {there}")


def _can_fill() -> bool:
    """Tell whether SDL outlives the end of a full screen; else a frame of its size stands in.

    SDL 2.28, which pygame 2.6.1 has, calls a function of this library without looking.
    """
    return pygame.display.get_driver() != "x11" or not lacks_library("libXi.so.6")
