"""The card that teaches by touch: open or closed, and which digit it is about."""

from __future__ import annotations

from recognizer.board.pointing import Mark


class Teaching:
    """Closed until a digit is chosen."""

    def __init__(self) -> None:
        self.chosen: Mark | None = None
        """The digit it is about; None while the card is closed."""
        self.hovered: str | None = None
        """The label under the pointer."""

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
