"""What tests do with a board: events for it, and looks at what it shows."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pygame
from pens import finger, finger_stroke, fitted, key, mouse_click, mouse_events
from pygame.event import Event
from strokes import DIGITS

from recognizer.actions import table
from recognizer.board.cards.filecard import FileList
from recognizer.board.cards.keycard import Keys
from recognizer.board.cards.teachcard import TeachCard
from recognizer.board.glass.panel import GlassPanel
from recognizer.board.run.app import Board
from recognizer.board.show.buttons import IN_MENU, ToolbarState
from recognizer.board.show.menu import Menu, menu_button_at, menu_place
from recognizer.board.show.message import Message
from recognizer.board.show.toolbar import Toolbar, button_at, place_of
from recognizer.board.stage.scene import Scene
from recognizer.board.stage.view import View
from recognizer.board.window.window import Window
from recognizer.reading.result import Symbol

SIZE = (960, 600)
ALIKE = 96  # of 255: where an edge pixel was drawn in other pieces
UNDO = key(pygame.K_z, pygame.KMOD_LCTRL)
REDO = key(pygame.K_y, pygame.KMOD_LCTRL)
CLEAR = key(pygame.K_c)
ESCAPE = key(pygame.K_ESCAPE)
HELP = key(pygame.K_h)
ENTER = key(pygame.K_RETURN)
LIVE = key(pygame.K_l)
TO_ASKED = (LIVE, LIVE)
"""The keys from reading while one draws to reading when asked."""
QUIT = pygame.event.Event(pygame.QUIT)
FOCUS_LOST = pygame.event.Event(pygame.WINDOWFOCUSLOST)
RESIZED = pygame.event.Event(pygame.WINDOWSIZECHANGED)


def leave(board: Board) -> None:
    """Close the board as the program's end does, when its threads have come to rest."""
    try:
        board.settle()
    finally:
        board.close()


def play(board: Board, *sequence: Event) -> None:
    """Send events through the real queue and loop, which runs until all has been followed."""
    pygame.event.clear()
    for event in [*sequence, QUIT]:
        assert pygame.event.post(event)
    board.run()
    board.settle()


def drawn(digit: str, left: float = 200, top: float = 120, height: float = 320) -> list[Event]:
    return mouse_events(fitted(DIGITS[digit], left, top, height))


def frame(window: Window) -> npt.NDArray[np.int_]:
    return pygame.surfarray.array3d(window.surface).astype(int)


def resize(window: Window, size: tuple[int, int]) -> None:
    """Do what the window system does; the event that tells of it is `RESIZED`."""
    window.resize(size)


class Seen:
    """What lies over a board, by name; None, or False, for what is not shown."""

    def __init__(self, scene: Scene) -> None:
        files, panel = scene.overlay(FileList), scene.overlay(GlassPanel)
        toolbar = scene.overlay(Toolbar)
        self.message = scene.overlay(Message)
        self.teach = scene.overlay(TeachCard)
        self.chooser = files.chooser if files else None
        self.shows_help = scene.overlay(Keys) is not None
        self.insight = panel.insight if panel else None
        self.glass = panel.share if panel else 0.0
        self.topic = panel.topic if panel else None
        self.grown = panel.pointed if panel else None
        self.trail = panel.trail if panel else ()
        self.hovered = toolbar.hovered if toolbar else None
        self.menu = scene.overlay(Menu)


def text_of(board: Board) -> str | None:
    """Return what was read of the page; None where nothing was."""
    reading = board.session.reading
    return reading.text if reading else None


def seen(board: Board) -> Seen:
    """Return what lies over the board, as it was drawn last."""
    return Seen(board.scene)


def toolbar_of(board: Board) -> ToolbarState:
    """Return the toolbar as it stands, or as it will at first when it is back."""
    return board.scene.toolbar or ToolbarState(glass=board.scene.is_glass_open)


def place_of_toolbar(board: Board) -> pygame.Rect:
    """Return where the toolbar stands, or will when it is back."""
    return place_of(board.view.layout, toolbar_of(board))


def button(board: Board, action: Any, enabled: bool = True) -> tuple[int, int]:
    """Return the middle of a button of the toolbar, in pixels of the window."""
    return _middle(board, action, enabled, place_of_toolbar(board), button_at)


def line_of_menu(board: Board, action: Any, enabled: bool = True) -> tuple[int, int]:
    """Return the middle of a line of the open menu."""
    place = menu_place(board.view.layout, toolbar_of(board))
    return _middle(board, action, enabled, place, menu_button_at)


def click_on(board: Board, action: Any) -> None:
    """Click on the button of `action`, or open the menu and click on its line there."""
    if action in IN_MENU:
        board.handle(mouse_click(button(board, table.MORE)))
        board.handle(mouse_click(line_of_menu(board, action)))
    else:
        board.handle(mouse_click(button(board, action)))


def _middle(
    board: Board, action: Any, enabled: bool, place: pygame.Rect, find: Callable[..., Any]
) -> tuple[int, int]:
    state, layout = toolbar_of(board), board.view.layout
    found = {
        (x, y): find(layout, state, (x, y))
        for x in range(place.left, place.right, 6)
        for y in range(place.top, place.bottom, 6)
    }
    wanted = (action, enabled)
    spots = [spot for spot, each in found.items() if each and (each.action, each.enabled) == wanted]
    assert spots, f"no button for {action} can be pressed"
    left, top = np.mean(spots, axis=0)
    return round(left), round(top)


def middle_of(board: Board, digit: Symbol) -> tuple[int, int]:
    """Return the middle of a digit that was read, in pixels of the window."""
    box = board.view.placing.of_box(digit.box)
    return round((box.left + box.right) / 2), round((box.top + box.bottom) / 2)


def off_from_fresh(board: Board, window: Window) -> int:
    """Return how far the frame is from one drawn anew by another view, per pixel at most."""
    return int(differences_from_fresh(board, window).max())


def differences_from_fresh(board: Board, window: Window) -> npt.NDArray[np.int_]:
    """Return how far each pixel of the frame is from one drawn anew, (columns, rows), up to 255."""
    shown = frame(window)
    view = board.view
    View(window.surface, view.theme, view.placing, view.scale).draw(board.scene)
    differences: npt.NDArray[np.int_] = np.abs(frame(window) - shown).max(axis=2)
    board.repaint()
    return differences


def changed(before: npt.NDArray[np.int_], after: npt.NDArray[np.int_]) -> pygame.Rect:
    """Return where two frames differ, as a rectangle."""
    xs, ys = np.nonzero((before != after).any(axis=2))
    if not len(xs):
        return pygame.Rect(0, 0, 0, 0)
    return pygame.Rect(xs.min(), ys.min(), np.ptp(xs) + 1, np.ptp(ys) + 1)


def palm(*points: tuple[float, float]) -> list[Event]:
    """Return a palm that comes down and moves; it is not lifted."""
    return finger_stroke(points, SIZE)[:-1]


PALM_LEAVES = finger(pygame.FINGERUP, (300, 400), SIZE)
