"""The loop: wait for events, tell the session, draw what has changed."""

from __future__ import annotations

from pathlib import Path

import pygame

from recognizer.board.events import Action, Command, PenDown, PenMove, Translator
from recognizer.board.view import Scene, View
from recognizer.board.waiting import wait_for_events
from recognizer.board.window import Window
from recognizer.errors import RecognizerError
from recognizer.reader import Reader
from recognizer.session import Session


class Board:
    """The board in a window: the only place where session, view and events meet.

    The ink is in pixels of the window as it was first; when its size changes, the ink is drawn
    larger or smaller with it.

    Parameters
    ----------
    window : Window
    reader : Reader
    """

    def __init__(self, window: Window, reader: Reader) -> None:
        self._window = window
        self._first_size: tuple[float, float] = window.surface.get_size()
        self._view = View(window.surface)
        self._preparation = self._view.prepare()
        self._translator = Translator()
        self.session = Session(reader, self._view.layout.pen_width)
        self._message = ""
        self._shows_help = False
        self._running = True
        self.repaint()

    def run(self) -> None:
        """Wait for events and follow them until the user quits. Uses no time while waiting."""
        while self._running:
            self.handle(wait_for_events(self._preparation))

    def handle(self, batch: list[pygame.event.Event]) -> None:
        """Follow a batch of events, then draw once."""
        for event in batch:
            command = self._translator.translate(event, self._window.surface.get_size())
            if command is not None:
                self._try(command)
        self._show()

    def repaint(self) -> None:
        """Draw everything anew, on the surface the window has now."""
        if self._view.layout.size != self._window.surface.get_size():
            zoom = self._fitting_zoom()
            self._view = View(self._window.surface, zoom=zoom)
            self._preparation = self._view.prepare()
            self.session.pen_width = self._view.layout.pen_width / zoom
        self._view.repaint(self._scene())
        pygame.display.flip()

    def _fitting_zoom(self) -> float:
        """Return the zoom at which the first window, and ink drawn outside of it, is in view."""
        width, height = self._window.surface.get_size()
        right, bottom = self._first_size
        if ink := self.session.ink:
            box, reach = ink.bounding_box, self.session.pen_width
            right, bottom = max(right, box.right + reach), max(bottom, box.bottom + reach)
        return min(width / right, height / bottom)

    def _show(self) -> None:
        dirty = self._view.draw(self._scene())
        if dirty:
            pygame.display.update(dirty)

    def _scene(self) -> Scene:
        return Scene(
            self.session.strokes,
            self.session.open_stroke,
            self.session.pen_width,
            self.session.reading,
            self._message,
            self._shows_help,
        )

    def _try(self, command: Command) -> None:
        """Obey; what goes wrong becomes a message, and the board goes on."""
        try:
            self._obey(command)
        except RecognizerError as error:
            self._message = str(error)

    def _obey(self, command: Command) -> None:
        match command:
            case PenDown(x, y, time, pressure):
                self._shows_help = False
                zoom = self._view.zoom
                self.session.pen_down(x / zoom, y / zoom, time, pressure)
            case PenMove(x, y, time, pressure):
                zoom = self._view.zoom
                self.session.pen_move(x / zoom, y / zoom, time, pressure)
            case Action.PEN_UP:
                self._read_if(self.session.pen_up())
            case Action.PREDICT:
                self._read_if(True)
            case Action.UNDO:
                self._read_if(self.session.undo())
            case Action.REDO:
                self._read_if(self.session.redo())
            case Action.CLEAR:
                self.session.clear()
                self._message = ""
            case _:
                self._obey_window(command)

    def _obey_window(self, command: Command) -> None:
        match command:
            case Action.TOGGLE_HELP:
                self._shows_help = not self._shows_help
            case Action.TOGGLE_FULL_SCREEN:
                self._read_if(self.session.pen_up())
                self._window.toggle_full_screen()
                self.repaint()
            case Action.REPAINT:
                self.repaint()
            case Action.ESCAPE if self._shows_help:
                self._shows_help = False
            case Action.ESCAPE | Action.QUIT:
                self._running = False

    def _read_if(self, changed: bool) -> None:
        if changed:
            self.session.read()
            self._message = ""


def open_board(windowed: tuple[int, int] | None = None, model: Path | None = None) -> None:
    """Open the board and run it until the user quits.

    Parameters
    ----------
    windowed : (width, height), optional
        Size of the window in pixels; full screen if left out.
    model : Path, optional
        As for `Reader`.

    Raises
    ------
    DisplayError
        If no window can be opened.
    ModelError
        If the model cannot be used.
    """
    reader = Reader(model)
    with Window(windowed) as window:
        Board(window, reader).run()
