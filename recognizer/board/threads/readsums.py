"""The sums of what has been read: found once, on the reading thread, before the loop asks."""

from __future__ import annotations

from recognizer.network.alphabet import SUMS
from recognizer.reading.result import Reading
from recognizer.sums import Outcome, Sum, sums_in

_KEPT_READINGS = 4
"""The last one, that with what the user has said, what is shown while a stroke grows, the next."""


class ReadSums:
    """Remembers the sums of the last readings. Any thread may ask."""

    def __init__(self) -> None:
        self._known: tuple[tuple[Reading, tuple[Sum, ...]], ...] = ()

    def of(self, reading: Reading | None) -> tuple[Sum, ...]:
        """Return the sums of `reading`; none unless it was read as sums."""
        if not reading or not reading.symbols or reading.symbols[0].alphabet.name != SUMS.name:
            return ()
        for known, sums in self._known:
            if known is reading:
                self._keep(known, sums)
                return sums
        found = sums_in(reading)
        for each in found:
            _work_out(each)
        self._keep(reading, found)
        return found

    def _keep(self, reading: Reading, sums: tuple[Sum, ...]) -> None:
        """Remember it, and forget what was asked for least lately."""
        others = [each for each in self._known if each[0] is not reading]
        self._known = ((reading, sums), *others[: _KEPT_READINGS - 1])


def _work_out(found: Sum) -> None:
    """Have a sum work out now what it remembers, and the loop needs at once."""
    if found.outcome in (Outcome.ANSWER, Outcome.WRONG):
        found.forms  # noqa: B018
