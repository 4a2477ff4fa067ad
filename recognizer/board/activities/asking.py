"""Asks what a symbol of a sum is: one that is not sure, or one that was pressed in the panel."""

from __future__ import annotations

from recognizer.actions import table
from recognizer.board.activities.activity import Host
from recognizer.board.input.commands import SILENT, Command, Correct, Inspect, Pressed, Target
from recognizer.board.input.desk import Desk
from recognizer.board.input.hand import Gesture, Hand
from recognizer.board.input.pointing import Mark
from recognizer.board.show.answer import character_places
from recognizer.board.show.answerplan import Row
from recognizer.board.show.choices import Choices, choice_at, choices_height
from recognizer.board.show.overlay import Overlay, Spot
from recognizer.board.show.sumrows import SumRow, sum_rows
from recognizer.board.show.toolbar import MIN_TARGET_PIXELS
from recognizer.ink import BoundingBox
from recognizer.keeping.settings import ANSWER, CORRECT, OFF
from recognizer.network.alphabet import NONE
from recognizer.reading.result import Reading, Symbol
from recognizer.sums import Outcome, Sum
from recognizer.sums.found import Taken

OTHERS = 4
"""So many other symbols are offered, the likeliest first, and that it is none."""
_LEAVES_OPEN = SILENT | {table.TEACH, table.TEACH_CARD}
"""Commands that leave the choices of a pressed symbol open, or close them elsewhere."""


class Asking(Overlay):
    """The expressions in the panel, each symbol of which can be pressed, and a question."""

    def __init__(self, host: Host, desk: Desk) -> None:
        self._host = host
        self._desk = desk
        self._chosen: Mark | None = None
        self._hovered: str | None = None
        self._known: Reading | None = None
        self._sum_rows: tuple[SumRow, ...] = ()  # of that, as it is shown

    @property
    def rows(self) -> tuple[Row, ...] | None:
        """What stands in the panel; None if no sums were read."""
        asked = self._asked
        return tuple(each.asking(asked) for each in self._read_rows) or None

    @property
    def count(self) -> int:
        """How many choices there are; 0 while nothing is asked."""
        choices = self.shown
        return len(choices.labels) if choices else 0

    @property
    def chosen(self) -> Symbol | None:
        """The symbol that was pressed in the panel, as it is read now."""
        return self._desk.digits.marked(self._chosen)

    @property
    def asked(self) -> Symbol | None:
        """The symbol that is asked about."""
        taken = self._asked
        return taken.symbol if taken else None

    @property
    def doubted(self) -> BoundingBox | None:
        """The box of the symbol that is asked about because it is unsure."""
        taken = self._asked
        return taken.symbol.box if taken and not taken.is_sure else None

    def close(self) -> None:
        """Ask no more about the symbol that was pressed."""
        self._chosen = self._hovered = None

    # As an overlay ------------------------------------------------------------------------------

    def obeys(self, command: Command) -> bool:
        """Ask about a symbol that was pressed. Any other command ends that."""
        if isinstance(command, Inspect):
            self._chosen = self._desk.digits.mark(command.symbol)
            return True
        if self.chosen is None or not isinstance(command, Pressed) or command in _LEAVES_OPEN:
            return False
        self.close()
        return command is table.CLOSE

    def typed(self, character: str) -> Command | None:
        """Return the correction of the symbol that was pressed by one that is typed."""
        symbol = self.chosen
        label = self._desk.digits.alphabet.typed(character) if symbol else None
        return None if label is None else Correct(label, symbol)

    def covers(self, spot: Spot) -> bool:
        """Tell whether a choice or a symbol of an expression is at `spot`."""
        return self.target(spot) is not None

    def target(self, spot: Spot) -> Target | None:
        """Return what a press there means."""
        if not self._host.layout.answer.collidepoint(spot):
            return None
        label = self._label_at(spot)
        if label is not None:
            return Correct(label, self.asked)
        taken = self._taken_at(spot)
        return Inspect(taken.symbol) if taken else None

    def slack(self, spot: Spot) -> float:
        """Let a stroke begin here."""
        return MIN_TARGET_PIXELS / 4

    def point(self, spot: Spot | None, hand: Hand) -> None:
        """Highlight the choice at `spot`."""
        label = self._label_at(spot) if spot else None
        if hand.gesture is Gesture.PRESSING and hand.pressed != Correct(label or "", self.asked):
            label = None
        self._hovered = label

    @property
    def shown(self) -> Choices | None:
        """The question and its choices."""
        taken = self._asked
        if taken is None:
            return None
        labels = _labels(taken)
        named = taken.symbol.alphabet.named(labels[0])
        return Choices(f"Is this {named}?", labels, not taken.is_sure, self._hovered)

    # --------------------------------------------------------------------------------------------

    @property
    def _sums(self) -> tuple[Sum, ...]:
        return self._host.background.sums.of(self._desk.session.reading)

    @property
    def _read_rows(self) -> tuple[SumRow, ...]:
        session = self._desk.session
        reading, glimpse = session.shown, session.glimpse
        if reading is not self._known:
            sums = self._host.background.sums.of(reading)
            self._known, growing = reading, glimpse.growing if glimpse else None
            self._sum_rows = sum_rows(reading, sums, growing) if reading and sums else ()
        return self._sum_rows

    @property
    def _asked(self) -> Taken | None:
        """Return the symbol that was pressed, else the least sure one that an answer waits for."""
        sums = self._sums
        chosen = self.chosen
        if chosen:
            every = (taken for found in sums for taken in found.taken)
            return next((each for each in every if each.symbol == chosen), None)
        waiting = (found for found in sums if found.unsure and self._is_awaited(found))
        return next((found.unsure[0] for found in waiting), None)

    def _is_awaited(self, found: Sum) -> bool:
        """Tell whether something is to be said of a sum as soon as all of it is sure."""
        way = self._host.settings.sums
        if found.outcome is Outcome.ANSWER:
            return way in (ANSWER, CORRECT)
        return found.outcome is not Outcome.NOTHING and way != OFF

    def _label_at(self, spot: Spot) -> str | None:
        choices = self.shown
        return choice_at(self._host.layout, choices, spot) if choices else None

    def _taken_at(self, spot: Spot) -> Taken | None:
        """Return the symbol of an expression at `spot`, or the nearest that a finger may mean."""
        layout, rows = self._host.layout, self._read_rows
        if not rows:
            return None
        kept = choices_height(layout, self.count)
        near = []
        for index, k, place in character_places(layout, [each.row for each in rows], kept):
            taken = rows[index].taken[k]
            more = [max(0, MIN_TARGET_PIXELS - side) for side in place.size]
            if taken and place.inflate(*more).collidepoint(spot):
                near.append((abs(place.centerx - spot[0]) + abs(place.centery - spot[1]), taken))
        return min(near, key=lambda each: each[0])[1] if near else None


def _labels(taken: Taken) -> tuple[str, ...]:
    """Return what a symbol may be: what it was taken for, the likeliest others, and none.

    Two dots that were taken for another sign are offered as what they look like.
    """
    labels = [each.label for each in taken.symbol.candidates]
    own = taken.label if taken.label in labels else taken.symbol.label
    others = [label for label in labels if label != own]
    return (own, *others[:OTHERS], NONE)
