"""What lies over the board and can be pressed: the toolbar, the looking glass, the card."""

from __future__ import annotations

from dataclasses import dataclass

from recognizer.board.cards.teachcard import label_at, teach_card_place
from recognizer.board.draw.layout import Layout
from recognizer.board.glass.strip import lesson_at
from recognizer.board.input.commands import Correct, Forget, Target
from recognizer.board.show.toolbar import Button, ToolbarState, button_at, toolbar_place
from recognizer.lessons import Lessons

Spot = tuple[float, float]


@dataclass(frozen=True)
class Controls:
    """Finds what is pressed, at places in pixels of the window.

    The toolbar is None while it hides; each of the `lessons` that the glass shows has a cross.
    """

    layout: Layout
    toolbar: ToolbarState | None
    has_glass: bool
    lessons: Lessons
    has_card: bool

    def on_toolbar(self, spot: Spot) -> bool:
        """Tell whether `spot` is on the toolbar, on a button or between them."""
        if self.toolbar is None:
            return False
        place = toolbar_place(self.layout, self.toolbar.glass, self.toolbar.at_top)
        return bool(place.collidepoint(spot))

    def cover(self, spot: Spot) -> bool:
        """Tell whether a press at `spot` is for one of them and not for the board."""
        panels = []
        if self.has_glass:
            panels.append(self.layout.glass)
        if self.has_card:
            panels.append(teach_card_place(self.layout, self.has_glass))
        return self.on_toolbar(spot) or any(each.collidepoint(spot) for each in panels)

    def button(self, spot: Spot) -> Button | None:
        """Return the button at `spot`, one that can do nothing now included."""
        return button_at(self.layout, self.toolbar, spot) if self.toolbar else None

    def label(self, spot: Spot) -> str | None:
        """Return the label at `spot` on the card that teaches."""
        return label_at(self.layout, self.has_glass, spot) if self.has_card else None

    def target(self, spot: Spot) -> Target | None:
        """Return what is meant by pressing `spot`; None where there is nothing to press."""
        if self.on_toolbar(spot):
            button = self.button(spot)
            return button.action if button and button.enabled else None
        if self.has_glass and self.layout.glass.collidepoint(spot):
            left, top = self.layout.glass.topleft
            lesson = lesson_at(self.layout, self.lessons, (spot[0] - left, spot[1] - top))
            return Forget(lesson) if lesson else None
        label = self.label(spot)
        return None if label is None else Correct(label)
