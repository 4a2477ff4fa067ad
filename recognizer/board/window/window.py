"""Opens the window, and changes between full screen and a window with a frame."""

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
    """A window on the screen. It is a context manager; leaving it closes the display.

    With `windowed`, it begins with a frame, and its (width, height) in pixels. Else it begins full
    screen, and `frame_size` is its size when it gets a frame. `position` is that of the upper left
    corner on the desktop; without it, the system chooses. `display` is a monitor, counted from 0.

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
        """The monitor that it fills. Whoever learns that it was moved to another sets this."""
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
        """The surface to draw on; another one after each change of size."""
        return pygame.display.get_surface()

    @property
    def is_away(self) -> bool:
        """Whether it is minimized or on another workspace: it then has no surface to draw on."""
        return not pygame.display.get_active()

    @property
    def frame_size(self) -> tuple[int, int]:
        """The (width, height) in pixels that it has with a frame."""
        return self._frame_size if self._is_full else self.surface.get_size()

    @property
    def is_full_screen(self) -> bool:
        """Whether it fills the screen."""
        return self._is_full

    def resize(self, size: tuple[int, int]) -> None:
        """Give the frame another (width, height) in pixels. A full screen takes it later."""
        self._frame_size = size
        self._open()

    def toggle_full_screen(self) -> None:
        """Change between full screen and a frame, which has its size from before.

        Raises
        ------
        DisplayError
            If SDL refuses. The window is then as before.
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
        """Remember and return the position of the frame: the one the system says, or `told`."""
        self._position = self._standing.position or told
        return self._position

    def _open(self) -> None:
        # The monitor it was last seen on may have been unplugged.
        display = self.display if self.display < pygame.display.get_num_displays() else 0
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # pygame-ce warns if a size comes late
            if self._is_full:
                self._fill(display)
            else:
                self._frame(display)

    def _fill(self, display: int) -> None:
        if pygame.display.get_surface():  # else it may begin where the frame stood
            self._standing.go_to_corner(display)
        # SDL replaces the surface when the window is minimized or loses the screen. pygame takes
        # the new one only if the window can be resized. Drawing on the old one would crash.
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
                # After a full screen, some drivers keep its size the first time.
                pygame.display.set_mode(size, pygame.RESIZABLE, display=display)
        if position:  # set_mode has put its decoration there, not the window
            self._standing.move(position)


@contextmanager
def _placed(position: tuple[int, int] | None) -> Iterator[None]:
    """Make a window that is opened in the `with` block stand at `position`.

    This uses a variable of SDL, because pygame and pygame-ce share no function for it.
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
    # Only the sizes of monitors are known. Most of them stand side by side.
    sizes = pygame.display.get_desktop_sizes()
    width, height = sum(size[0] for size in sizes), max(size[1] for size in sizes)
    return 0 <= position[0] < width - MIN_SIZE[0] and 0 <= position[1] < height - MIN_SIZE[1]


def _check_display(display: int) -> None:
    count = pygame.display.get_num_displays()
    if not 0 <= display < count:
        there = "the only one is display 0" if count == 1 else f"there are 0 to {count - 1}"
        raise DisplayError(f"there is no display {display}: {there}")


def _can_fill() -> bool:
    """Tell whether SDL can leave a full screen. Else a window without a frame stands in for it.

    SDL 2.28, which pygame 2.6.1 has, calls a function of libXi even if that library is missing.
    """
    return pygame.display.get_driver() != "x11" or not lacks_library("libXi.so.6")
