"""The card that teaches by touch: open or closed, and which digit it is about."""

from __future__ import annotations

from recognizer.board.pointing import Mark
from recognizer.board.scene import Message


class Teaching:
    """Closed until a digit is chosen."""

    def __init__(self) -> None:
        self.chosen: Mark | None = None
        """The digit it is about; None while the card is closed."""
        self.hovered: str | None = None
        """The label under the pointer."""
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

    def message(self, label: str, is_ink: bool) -> Message | None:
        """Return what to say of a lesson: where it is learned, only the first time.

        Parameters
        ----------
        label : str
            "" for no digit.
        is_ink : bool
            Whether it was said of ink; from a picture nothing is learned.
        """
        what = f"this is {'an' if label == '8' else 'a'} {label}" if label else "this is no digit"
        if not is_ink:
            return Message(f"Noted: {what}; only what is drawn is learned")
        if self._has_told:
            return None
        self._has_told = True
        return Message(f"Learned: {what} (undo takes it back)")
