"""The card that teaches by touch: open or closed, and which digit it is about."""

from __future__ import annotations

from recognizer.board.input.pointing import Mark
from recognizer.board.show.message import Message
from recognizer.lessons import NO_DIGIT
from recognizer.reading.result import Symbol


class Teaching:
    """Closed until a digit is chosen."""

    def __init__(self) -> None:
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

    def message(self, digit: Symbol) -> Message | None:
        """Return what came of the last lesson, if that is to be told: that it is learned, once.

        Parameters
        ----------
        digit : Symbol
            What was named, as it is read after the lesson, and said.
        """
        if self.taught is None:
            return None
        (_, label), self.taught = self.taught, None
        seen = digit.best if digit.is_known else NO_DIGIT
        if seen != label:
            return Message(f"Noted here. I still see {_named(seen)} in others like it.")
        if self._has_told:
            return None
        self._has_told = True
        return Message(f"Learned: this is {_named(label)} (undo takes it back)")


def _named(label: str) -> str:
    return f"{'an' if label == '8' else 'a'} {label}" if label else "no digit"
