"""Rows of the answer for sums: each as it was read, and how sure each of its symbols is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from recognizer.board.show.answer import SO_FAR, row_of
from recognizer.board.show.answerplan import Row
from recognizer.board.show.figure import Tone
from recognizer.document.glimpses import Growing
from recognizer.reading.result import Reading
from recognizer.reading.words import SURE_FROM, certainty
from recognizer.sums import Sum
from recognizer.sums.found import Taken
from recognizer.sums.spelled import Spelled, spelled

_TYPE = {"-": "\N{MINUS SIGN}"}
_SAID = "you said so"


@dataclass(frozen=True)
class SumRow:
    """A row, and for each character of its figure the symbol that was taken for it, if any was."""

    row: Row
    taken: tuple[Taken | None, ...]

    def asking(self, asked: Taken | None) -> Row:
        """Return the row with the symbol that is `asked` about, if it is in it."""
        if asked is None or asked not in self.taken:
            return self.row
        pairs = zip(self.row.tones, self.taken, strict=True)
        return replace(
            self.row, tones=tuple(Tone.ASKED if t == asked else tone for tone, t in pairs)
        )


def sum_rows(
    reading: Reading, sums: Sequence[Sum], growing: Growing | None = None
) -> tuple[SumRow, ...]:
    """Return a row for each sum, and for each number that is in none, in reading order.

    The pen may be writing at one that is `growing`.
    """
    rows = [(min(each.index for each in found.taken), _of_sum(found, growing)) for found in sums]
    taken = {each.index for found in sums for each in found.taken}
    first = 0
    for number in reading.numbers:
        places = range(first, first + len(number.symbols))
        if taken.isdisjoint(places):
            row = row_of(number, growing)
            rows.append((first, SumRow(row, (None,) * len(row.figure))))
        first = places.stop
    return tuple(row for _, row in sorted(rows, key=lambda each: each[0]))


def _of_sum(found: Sum, growing: Growing | None) -> SumRow:
    characters = spelled(found)
    figure = "".join(_TYPE.get(each.text, each.text) for each in characters)
    is_said = all(each.symbol.said is not None for each in found.taken)
    words = _SAID if is_said else certainty(found.confidence)
    tones = tuple(map(_tone, characters))
    if growing and any(each.symbol is growing.symbol for each in found.taken):
        words = SO_FAR  # what is not finished is not in doubt yet
        tones = tuple(Tone.ADDED if each is Tone.ADDED else Tone.SURE for each in tones)
    row = Row(figure, words, tones=tones)
    return SumRow(row, tuple(each.taken[0] if each.taken else None for each in characters))


def _tone(character: Spelled) -> Tone:
    if not character.taken:
        return Tone.ADDED
    if not all(each.is_sure for each in character.taken):
        return Tone.UNSURE
    unsaid = [each.confidence for each in character.taken if each.symbol.said is None]
    return Tone.SURE if min(unsaid, default=1.0) >= SURE_FROM else Tone.QUITE_SURE
