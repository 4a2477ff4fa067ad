"""The state of the card that teaches: open or closed, and about which digit."""

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
"""Commands that do not close the card here; TEACH closes it elsewhere."""


class Teaching(Overlay):
    """The card that teaches. It is closed until one of `digits` is chosen."""

    def __init__(self, around: Around, digits: ReadDigits) -> None:
        self._around = around
        self._digits = digits
        self.chosen: Mark | None = None
        """The digit that the card is about; None while it is closed."""
        self.hovered: str | None = None
        """The label under the pointer."""
        self.taught: tuple[Mark, str] | None = None
        """The digit named last, and its label; None once the user was told what was learned."""
        self._has_told = False

    @property
    def is_open(self) -> bool:
        """Whether the card is shown, and takes presses."""
        return self.chosen is not None

    def choose(self, digit: Mark) -> None:
        """Open the card for `digit`, or turn the open card to it."""
        self.chosen = digit

    def close(self) -> None:
        """Close the card."""
        self.chosen = self.hovered = None

    @property
    def digit(self) -> Symbol | None:
        """The digit that the card is about, as it is read now."""
        return self._digits.marked(self.chosen)

    def obeys(self, command: Command) -> bool:
        """Close at any other command."""
        if not self.is_open or not isinstance(command, Pressed) or command in _LEAVES_OPEN:
            return False
        self.close()
        return command is table.CLOSE

    def covers(self, spot: Spot) -> bool:
        """Tell whether `spot` is on the open card."""
        around = self._around
        place = teach_card_place(around.layout, around.has_panel, self._digits.alphabet)
        return self.is_open and bool(place.collidepoint(spot))

    def target(self, spot: Spot) -> Target | None:
        """Return the correction by the label at `spot`."""
        label = self._label_at(spot)
        return None if label is None else Correct(label)

    def point(self, spot: Spot | None, hand: Hand) -> None:
        """Highlight the label at `spot`."""
        label = self._label_at(spot) if self.is_open and spot else None
        if hand.gesture is Gesture.PRESSING and hand.pressed != Correct(label or ""):
            label = None
        self.hovered = label

    @property
    def shown(self) -> TeachCard | None:
        """The card, while it is open and its digit is still there."""
        digit = self.digit
        if digit is None:
            return None
        has_others = len(self._digits.drawn) > 1
        return TeachCard(digit.label, self.hovered, has_others, self._digits.alphabet)

    def _label_at(self, spot: Spot) -> str | None:
        around = self._around
        return label_at(around.layout, around.has_panel, spot, self._digits.alphabet)

    def message(self, digit: Symbol) -> Message | None:
        """Return a message about the last lesson, if there is something to say.

        `digit` is the digit that was named, as it is read after the lesson. That something was
        learned is said only once. That others like it are still read differently is always said.
        Neither hides a warning that the lesson cannot be kept, which may come first.
        """
        if self.taught is None:
            return None
        (_, label), self.taught = self.taught, None
        seen = digit.best if digit.is_known else NONE
        if seen != label:
            return Message(learned_here_only(digit), yields=True)
        if self._has_told:
            return None
        self._has_told = True
        return Message(learned(digit, label), yields=True)
