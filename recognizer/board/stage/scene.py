"""All that is to be seen on the board at one moment."""

from __future__ import annotations

from dataclasses import dataclass, field

from recognizer.actions.action import Action
from recognizer.board.cards.chooser import Chooser
from recognizer.board.cards.teachcard import TeachCard
from recognizer.board.ink.eraser import Eraser
from recognizer.board.show.message import Message
from recognizer.board.show.toolbar import ToolbarState
from recognizer.document.page import Page
from recognizer.document.session import OpenStroke
from recognizer.ink import BoundingBox
from recognizer.reading.insight import Insight
from recognizer.reading.result import Number, Reading


@dataclass(frozen=True)
class Scene:
    """What the view draws.

    Parameters
    ----------
    page : Page
    open_stroke : OpenStroke or None
        The stroke under the pen.
    pen_width : float
        Of that stroke, in the unit of the ink.
    reading : Reading or None
    is_live : bool
        Whether it is read after each stroke.
    message : Message or None
    toolbar : ToolbarState or None
        None while it hides.
    hovered : Action or None
        The button under the pointer.
    insight : Insight or None
        What the looking glass shows.
    glass : float
        How far it is open, in [0, 1].
    eraser : Eraser or None
        None while the pen is a pen.
    pointed : BoundingBox or None
        Around the digit that a key would name, in the unit of the ink, where that is not plain:
        it is looked at, one of several, or the card is about it.
    teach : TeachCard or None
        The card that says what a digit is, if it is open.
    chooser : Chooser or None
        The card of files, if it is open.
    shows_help : bool
    profile : str
        The name of the profile in use; "" for none.
    """

    page: Page = field(default_factory=Page)
    open_stroke: OpenStroke | None = None
    pen_width: float = 1.0
    reading: Reading | None = None
    is_live: bool = True
    message: Message | None = None
    toolbar: ToolbarState | None = None
    hovered: Action | None = None
    insight: Insight | None = None
    glass: float = 0.0
    eraser: Eraser | None = None
    pointed: BoundingBox | None = None
    teach: TeachCard | None = None
    chooser: Chooser | None = None
    shows_help: bool = False
    profile: str = ""

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers that were read, of the strokes or of the picture that is shown now."""
        if self.reading is None or self.reading.is_of_picture != self.is_picture:
            return ()
        return self.reading.numbers

    @property
    def is_picture(self) -> bool:
        """Whether there is a picture that nothing is drawn on."""
        return self.page.picture is not None and not self.page.strokes

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on the board."""
        return not (self.page or self.open_stroke)

    @property
    def waits_for_enter(self) -> bool:
        """Whether what is on the board is read when the user asks for it, and not before."""
        return not (self.is_live or self.is_empty)

    @property
    def is_glass_open(self) -> bool:
        """Whether any of the looking glass is to be seen."""
        return self.glass > 0
