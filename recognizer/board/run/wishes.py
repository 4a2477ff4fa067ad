"""What the user asked for on the command line, and the window that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pygame

from recognizer.board.show.lock import Lock
from recognizer.board.window.display import open_display
from recognizer.board.window.window import Window
from recognizer.errors import DisplayError
from recognizer.keeping.settings import Settings
from recognizer.keeping.windowsize import DEFAULT_SIZE


@dataclass(frozen=True)
class Wishes:
    """What the user asked for. For anything left out, the settings count.

    `windowed` is the size of a window in pixels; None for full screen, or for what it was last.
    Monitors count from 0. Without a profile it is that of who wrote last; a replay or a picture
    then has none. A `lock` keeps the user in the games. An ink file to `replay` is drawn as if by
    hand, and the user's own files are not touched. A `screenshot` is written instead of opening a
    window.
    """

    windowed: tuple[int, int] | None = None
    display: int | None = None
    theme: str | None = None
    model: Path | None = None
    alphabet: str | None = None
    profile: str | None = None
    lock: Lock | None = None
    replay: Path | None = None
    screenshot: Path | None = None


def open_usual_window(settings: Settings, wishes: Wishes) -> tuple[Window, str]:
    """Return a window as in the settings. If that fails: as by default, and why.

    Raises
    ------
    DisplayError
        If that fails, too.
    """
    try:
        return open_window(settings, wishes), ""
    except DisplayError as error:
        usual = replace(settings, size=None, position=None, display=0, full_screen=True)
        if usual == settings:
            raise
        return open_window(usual, wishes), f"the window is the usual one: {error}"


def open_window(settings: Settings, wishes: Wishes) -> Window:
    """Return the window that the user wants; what was left out is as in the settings.

    Raises
    ------
    DisplayError
        If it cannot be opened.
    """
    display = settings.display if wishes.display is None else wishes.display
    size = _within_desktop(settings.size or DEFAULT_SIZE)
    frame = wishes.windowed or (None if settings.full_screen else size)
    position = settings.position if wishes.display is None else None
    if wishes.display is None and display >= _display_count():
        display = 0  # that monitor is gone
    return Window(frame, size, position, display)


def _within_desktop(size: tuple[int, int]) -> tuple[int, int]:
    """Return `size`, or less to fit the screens of now: a larger one may be unplugged."""
    sizes = _desktop_sizes()
    width, height = sum(each[0] for each in sizes), max((each[1] for each in sizes), default=0)
    return min(size[0], width or size[0]), min(size[1], height or size[1])


def _display_count() -> int:
    return len(_desktop_sizes()) or 1


def _desktop_sizes() -> list[tuple[int, int]]:
    """Return the sizes of the screens, in pixels; none without a screen, which `Window` tells."""
    try:
        open_display()
        return pygame.display.get_desktop_sizes()
    except pygame.error:
        return []


def with_theme(settings: Settings, theme: str | None) -> Settings:
    """Return `settings` with that theme, if there is one."""
    return replace(settings, theme=theme) if theme else settings
