"""How much the board says of sums, and what it says of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from recognizer.board.show.sumnotes import Note
from recognizer.ink import BoundingBox
from recognizer.keeping.settings import ANSWER, CHECK, CORRECT, OFF
from recognizer.reading.result import Number, Reading
from recognizer.sums import Outcome, Sum
from recognizer.sums.lettering import box_of
from recognizer.sums.standing import Around, standing, words_standing, written_result

NO_ANSWER, THE_RESULT = "has no answer", "the result "
"""What stands behind "=" as its answer would, without what the sum itself says."""
MESSAGES = {
    OFF: "Sums: I only read them",
    CHECK: "Sums: I check what you write",
    ANSWER: "Sums: I answer and check",
    CORRECT: "Sums: I answer, and correct what is wrong",
}
"""What the user is told of each way to help, in the order in which a key goes through them."""
_EQUAL = frozenset("=≈")
Key = tuple[str, BoundingBox]
"""What a sum says, and where: by this it is the same sum in another reading."""


@dataclass(frozen=True)
class Help:
    """How much is said: of all sums, and more of those that were `told`.

    The answers of those that were `turned` are fractions instead of decimals, or the other way.
    """

    way: str = ANSWER
    told: frozenset[Key] = frozenset()
    turned: frozenset[Key] = frozenset()

    def shown_answer(self, found: Sum) -> str:
        """Return the answer to `found` that is shown; "" if none is."""
        key = key_of(found)
        asks = found.outcome is Outcome.ANSWER and self.way in (ANSWER, CORRECT)
        is_told = found.outcome is Outcome.WRONG and (self.way == CORRECT or key in self.told)
        if found.unsure or not (asks or (is_told and can_tell(found))):
            return ""
        return found.forms[key in self.turned and len(found.forms) > 1]

    def tells(self, found: Sum) -> bool:
        """Tell whether anybody may know what comes out: it is shown, or was written rightly."""
        return found.outcome is Outcome.RIGHT or bool(self.shown_answer(found))

    def completed(self, found: Sum) -> str:
        """Return what stands there, with the answer behind it if it asks for one that is shown."""
        return found.text + (self.shown_answer(found) if found.tree.asks else "")


def key_of(found: Sum) -> Key:
    """Return by what `found` is the same in another reading."""
    return found.text, found.box


def can_tell(found: Sum) -> bool:
    """Tell whether a result would make it right: not where a < is wrong."""
    return _EQUAL.issuperset(found.tree.signs)


def notes_of(sums: Sequence[Sum], reading: Reading, around: Around, more: Help) -> tuple[Note, ...]:
    """Return what is said of the sums of a reading, in the order of `sums`.

    Answers stand within the room `around`, and never over ink or another answer if there is a
    place.
    """
    notes: list[Note] = []
    for found in sums:
        own = {each.index for each in found.taken}
        others = [each.box for k, each in enumerate(reading.symbols) if k not in own]
        others += [box_of(each.pieces) for each in notes if each.pieces]
        note = _note(found, replace(around, others=others), more)
        if note.pieces or note.right or note.wrong:
            notes.append(note)
    return tuple(notes)


def _note(found: Sum, around: Around, more: Help) -> Note:
    note = Note(*key_of(found))
    if found.unsure or more.way == OFF:
        return note
    if found.outcome is Outcome.TROUBLE and found.tree.signs:
        is_open = found.trouble.endswith(NO_ANSWER)
        words = NO_ANSWER if is_open else found.trouble.removeprefix(THE_RESULT)
        return replace(note, pieces=words_standing(found, words, around), is_quiet=True)
    if found.outcome is Outcome.RIGHT:
        return replace(note, right=written_result(found))
    if found.outcome is Outcome.WRONG:
        note = replace(note, wrong=written_result(found))
    answer = more.shown_answer(found)
    return replace(note, pieces=standing(found, answer, around)) if answer else note


def untagged(sums: Iterable[Sum], reading: Reading) -> tuple[Number, ...]:
    """Return the numbers that are wholly in sums: they need no tag, nor what it says of the order.

    What asks nothing keeps its tag where that says the same: so it does not come and go at each
    stroke of a line.
    """
    plain = {each.text for each in reading.numbers}
    told = (e for e in sums if e.outcome is not Outcome.NOTHING or e.text not in plain)
    taken = {each.index for found in told for each in found.taken}
    return tuple(number for number, places in _places(reading) if taken.issuperset(places))


def text_with_answers(reading: Reading, sums: Sequence[Sum], more: Help) -> str:
    """Return what was read, line by line, each sum with the answer that is shown."""
    firsts = {min(each.index for each in found.taken): found for found in sums}
    taken = {each.index for found in sums for each in found.taken}
    rows: list[str] = []
    places = dict(_ids(reading))
    for line in reading.lines:
        rest = []
        for number in line.numbers:
            own = places[id(number)]
            rows += [more.completed(firsts[k]) for k in own if k in firsts]
            if taken.isdisjoint(own):
                rest.append(number.text)
        rows += [" ".join(filter(None, rest))] if any(rest) else []
    return "\n".join(rows)


def _ids(reading: Reading) -> Iterator[tuple[int, range]]:
    return ((id(number), places) for number, places in _places(reading))


def _places(reading: Reading) -> Iterator[tuple[Number, range]]:
    """Yield each number with the places of its symbols among those of the reading."""
    begin = 0
    for number in reading.numbers:
        end = begin + len(number.symbols)
        yield number, range(begin, end)
        begin = end
