"""The card that teaches by touch: open or closed, and which digit it is about."""

from __future__ import annotations

from recognizer.actions import table
from recognizer.board.cards.teachcard import TeachCard, label_at, teach_card_place
from recognizer.board.input.commands import SILENT, Command, Correct, Pressed, Target
from recognizer.board.input.hand import Gesture, Hand
from recognizer.board.input.pointing import Mark
from recognizer.board.input.readdigits import ReadDigits
from recognizer.board.show.message import Message
from recognizer.board.show.overlay import Around, Overlay, Spot
from recognizer.network.alphabet import NONE
from recognizer.reading.result import Symbol
from recognizer.reading.words import learned, learned_here_only

_LEAVES_OPEN = SILENT | {table.TEACH}
"""What does not put the card away; TEACH closes it by itself."""


class Teaching(Overlay):
    """Closed until a digit is chosen, one of `digits`."""

    def __init__(self, around: Around, digits: ReadDigits) -> None:
        self._around = around
        self._digits = digits
        self.chosen: Mark | None = None
        """The digit it is about; None while the card is closed."""
        self.hovered: str | None = None
        """The label under the pointer."""
        self.taught: tuple[Mark, str] | None = None
        """The digit that was named last, and its label; None once it was told what came of it."""
        self._has_told = False

    @property
    def is_open(self) -> bool:
        """Whether the card is shown, and takes what is pressed."""
        return self.chosen is not None

    def choose(self, digit: Mark) -> None:
        """Open the card, or have it be about another digit."""
        self.chosen = digit

    def close(self) -> None:
        """Put the card away."""
        self.chosen = self.hovered = None

    @property
    def digit(self) -> Symbol | None:
        """The digit it is about, as it is read now."""
        return self._digits.marked(self.chosen)

    def obeys(self, command: Command) -> bool:
        """Close for whatever else is done."""
        if not self.is_open or not isinstance(command, Pressed) or command in _LEAVES_OPEN:
            return False
        self.close()
        return command is table.CLOSE

    def covers(self, spot: Spot) -> bool:
        """Tell whether `spot` is on the card."""
        around = self._around
        place = teach_card_place(around.layout, around.has_panel, self._digits.alphabet)
        return self.is_open and bool(place.collidepoint(spot))

    def target(self, spot: Spot) -> Target | None:
        """Return the label at `spot`, as what it says."""
        label = self._label_at(spot)
        return None if label is None else Correct(label)

    def point(self, spot: Spot | None, hand: Hand) -> None:
        """Light up the label at `spot`."""
        label = self._label_at(spot) if self.is_open and spot else None
        if hand.gesture is Gesture.PRESSING and hand.pressed != Correct(label or ""):
            label = None
        self.hovered = label

    @property
    def shown(self) -> TeachCard | None:
        """The card, while there is the digit it is about."""
        digit = self.digit
        if digit is None:
            return None
        has_others = len(self._digits.drawn) > 1
        return TeachCard(digit.label, self.hovered, has_others, self._digits.alphabet)

    def _label_at(self, spot: Spot) -> str | None:
        around = self._around
        return label_at(around.layout, around.has_panel, spot, self._digits.alphabet)

    def message(self, digit: Symbol) -> Message | None:
        """Return what came of the last lesson, if that is to be told: that it is learned, once.

        `digit` is what was named, as it is read after the lesson, and said.
        """
        if self.taught is None:
            return None
        (_, label), self.taught = self.taught, None
        seen = digit.best if digit.is_known else NONE
        if seen != label:
            return Message(learned_here_only(digit))
        if self._has_told:
            return None
        self._has_told = True
        return Message(learned(digit, label))
