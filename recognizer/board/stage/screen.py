"""The window with the view in it: its size, its colors, and where the ink lies."""

from __future__ import annotations

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import SLATE, THEMES, next_theme
from recognizer.board.ink.placing import Placing
from recognizer.board.stage.fitting import Size, fit_ink, in_view
from recognizer.board.stage.preferences import Preferences
from recognizer.board.stage.scene import Scene
from recognizer.board.stage.view import View
from recognizer.board.window.window import Window
from recognizer.document.session import Session


class Screen:
    """Follows the window. Whenever the window changes, it makes a new view and fits the pen.

    Nobody else draws in the window. Nothing is drawn while the window is away. When it is back,
    everything is drawn.

    The unit of the ink is a pixel of the window at its first size, or of `board_size`. When the
    size changes, the ink grows or shrinks with the window. For `scale` see `dpi.screen_scale`; the
    settings may give another. They also give theme and pen, and remember the window's place.
    """

    def __init__(
        self,
        window: Window,
        preferences: Preferences,
        scale: float,
        board_size: Size | None = None,
    ) -> None:
        self._window = window
        self._preferences = preferences
        self.scale = preferences.settings.scale or scale
        self.board_size: Size = board_size or window.surface.get_size()
        self._is_lost = True  # what the window shows, or should
        self._make_view(Placing())

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the window now, in pixels."""
        return self._window.surface.get_size()

    @property
    def fits(self) -> bool:
        """Whether the view is as large as the window."""
        return self.view.layout.size == self.size

    def show(self, scene: Scene) -> None:
        """Draw what has changed since the last scene; everything if the window has lost it."""
        if self._window.is_away:
            self._is_lost = True
            return
        dirty = self.view.repaint(scene) if self._is_lost else self.view.draw(scene)
        self._is_lost = False
        if dirty:
            pygame.display.update(dirty)

    def lose_picture(self) -> None:
        """Take note that the window no longer shows what was drawn in it."""
        self._is_lost = True

    def take_window(self, session: Session, has_glass: bool, holds_ink: bool = False) -> None:
        """Fit view and pen to the surface the window has now.

        `holds_ink` tells that it stays, even where something hides it.
        """
        usual = self.usual_placing(session)
        self._make_view(usual if holds_ink else self._wanted_placing(session, has_glass))
        self.fit_pen(session)
        if not self._window.is_full_screen:
            self._preferences.set(size=self.size)

    def place_ink(self, session: Session, has_glass: bool) -> None:
        """Move the ink off the answer and an open looking glass, or back."""
        placing = self._wanted_placing(session, has_glass)
        if placing != self.view.placing:
            self.view.place(placing)
            self.fit_pen(session)

    def usual_placing(self, session: Session) -> Placing:
        """Return where the ink lies while no looking glass is open."""
        return fit_ink(self.size, self.board_size, session.ink, session.pen_width)

    def free_place(self, session: Session) -> tuple[float, float, float, float]:
        """Return (left, top, width, height) of the place to draw, in the unit of the ink."""
        placing, free = self.usual_placing(session), self.view.layout.free
        left, top = placing.to_ink(*free.topleft)
        right, bottom = placing.to_ink(*free.bottomright)
        return left, top, right - left, bottom - top

    def fit_pen(self, session: Session) -> None:
        """Give the pen the width that the user wants in this window."""
        width = self.view.layout.pen_width * self._preferences.settings.pen
        session.pen_width = max(1.0, width) / self.view.placing.zoom

    def change_theme(self) -> None:
        """Go on to the next colors."""
        theme = next_theme(self.view.theme)
        self._preferences.set(theme=theme.name)
        self._take_view(self.view.recolored(theme))

    def toggle_full_screen(self) -> None:
        """Change between full screen and a window.

        Raises
        ------
        DisplayError
            If the screen refuses. There is a new surface in any case.
        """
        self._is_lost = True  # there is a new surface, whether it works or not
        self._window.toggle_full_screen()
        self._preferences.set(full_screen=self._window.is_full_screen)

    def remember_position(self, told: tuple[int, int]) -> None:
        """Keep where the upper left corner of the window stands on the desktop, in pixels.

        `told` comes from an event, which may be older than the last move of the window.
        """
        if not self._window.is_full_screen:
            self._preferences.set(position=self._window.take_position(told))

    def remember_display(self, index: int) -> None:
        """Keep on which monitor the window stands, counted from 0."""
        self._window.display = index
        self._preferences.set(display=index)

    def _make_view(self, placing: Placing) -> None:
        theme = THEMES.get(self._preferences.settings.theme, SLATE)
        self._take_view(View(self._window.surface, theme, placing, self.scale))

    def _take_view(self, view: View) -> None:
        self.view = view
        self.preparation = view.prepare()

    def _wanted_placing(self, session: Session, has_glass: bool) -> Placing:
        layout = Layout.for_size(self.size, self.scale)
        return in_view(self.usual_placing(session), layout, session.ink, has_glass)
