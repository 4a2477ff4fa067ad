"""The scene: all there is to see on the board at one moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import Theme
from recognizer.board.glass.panel import GlassPanel
from recognizer.board.ink.eraser import Eraser
from recognizer.board.show.buttons import ToolbarState
from recognizer.board.show.overlay import Shown
from recognizer.board.show.sumnotes import Note
from recognizer.board.show.toolbar import Toolbar
from recognizer.document.glimpses import Growing
from recognizer.document.openstroke import OpenStroke
from recognizer.document.page import Page
from recognizer.ink import BoundingBox, Stroke
from recognizer.reading.inside.dabs import Dabs
from recognizer.reading.result import Number, Reading

S = TypeVar("S", bound=Shown)


@dataclass(frozen=True)
class Face:
    """What an activity shows beside the ink. A subclass adds fields, and draws them.

    The numbers of the reading get outlines and tags, but for those that are `untagged`. `notes` say
    something of sums. `pointed` is the box of the digit that a key would name, in the unit of the
    ink; None if no hint is needed. `doubted` is that of a symbol that the user is asked about.
    `ghosts` are dabs that would change the reading. All three are drawn separately: faces that
    differ only in them are equal. `growing` is the number of the reading at which the pen is
    writing.
    """

    reading: Reading | None = None
    pointed: BoundingBox | None = field(default=None, compare=False)
    doubted: BoundingBox | None = field(default=None, compare=False, kw_only=True)
    ghosts: Dabs | None = field(default=None, compare=False, kw_only=True)
    notes: tuple[Note, ...] = field(default=(), kw_only=True)
    growing: Growing | None = field(default=None, kw_only=True)
    untagged: tuple[Number, ...] = field(default=(), kw_only=True)

    def under(self, layout: Layout, theme: Theme, scene: Scene) -> list[Part]:
        """Return what lies under the ink. It may depend on `is_empty` and `is_glass_open`."""
        return []

    def over(self, layout: Layout, theme: Theme, scene: Scene) -> list[Part]:
        """Return what lies over the ink and the panel of the answer. It may depend on the same."""
        return []


@dataclass(frozen=True)
class Beside:
    """The ink of a second player, with the stroke under the second pen.

    `is_of_board` tells that the board draws it itself: it has another color.
    """

    strokes: tuple[Stroke, ...]
    open_stroke: OpenStroke | None = None
    is_of_board: bool = False


@dataclass(frozen=True)
class Scene:
    """What the view draws: the page, the stroke under the pen, what the activity shows.

    `pen_width` is the width of the stroke under the pen, in the unit of the ink. Without an eraser
    in hand, `eraser` is None. `overlays` lie over the board, the lowest first. `fills_window` tells
    that there is no panel of the answer.
    """

    page: Page = field(default_factory=Page)
    open_stroke: OpenStroke | None = None
    pen_width: float = 1.0
    eraser: Eraser | None = None
    face: Face = field(default_factory=Face)
    overlays: tuple[Shown, ...] = ()
    beside: Beside | None = None
    fills_window: bool = False

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers that get outlines and tags, of the strokes or of the picture shown now."""
        reading = self.face.reading
        if reading is None or not self.shows_read:
            return ()
        untagged = {id(each) for each in self.face.untagged}
        return tuple(each for each in reading.numbers if id(each) not in untagged)

    @property
    def growing(self) -> Growing | None:
        """The number at which the pen is writing, if it is one of them."""
        return self.face.growing if self.shows_read else None

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is said of the sums of that."""
        return self.face.notes if self.shows_read else ()

    @property
    def shows_read(self) -> bool:
        """Whether what was read is what is shown now: the strokes, or the picture."""
        reading = self.face.reading
        return reading is not None and reading.is_of_picture == self.is_picture

    @property
    def is_picture(self) -> bool:
        """Whether there is a picture that nothing is drawn on."""
        return self.page.picture is not None and not self.page.strokes

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on the board."""
        return not (self.page or self.open_stroke)

    @property
    def toolbar(self) -> ToolbarState | None:
        """The state of the toolbar; None while it hides."""
        toolbar = self.overlay(Toolbar)
        return toolbar.state if toolbar else None

    @cached_property
    def is_glass_open(self) -> bool:
        """Whether any part of the looking glass is visible."""
        return self.overlay(GlassPanel) is not None

    def overlay(self, kind: type[S]) -> S | None:
        """Return the overlay of this kind; None if none is shown."""
        return next((each for each in self.overlays if isinstance(each, kind)), None)
