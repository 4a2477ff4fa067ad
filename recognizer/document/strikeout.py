"""What a scribble on the page strikes out: symbols that were read there before."""

from __future__ import annotations

from collections.abc import Sequence

from recognizer.ink import Stroke
from recognizer.ink.scribble import Scribble
from recognizer.reading.result import Reading

MIN_COVERED = 0.6
"""So much of a symbol's ink must lie under the scribble: its neighbors are touched, too."""


def struck_out(
    stroke: Stroke, page: Sequence[Stroke], reading: Reading, written: Sequence[Stroke]
) -> tuple[int, ...]:
    """Return which strokes of `page` the new `stroke` strikes out, ascending; most often none.

    They are all strokes of the symbols that lie under it. `reading` is of the strokes `written`,
    some of which may have left the page since. What was not read as a symbol may be a drawing, and
    stays.
    """
    among_letters = bool(reading.symbols) and reading.symbols[0].alphabet.has_words
    scribble = Scribble.of(stroke, among_letters)
    if scribble is None:
        return ()
    places = {id(each): place for place, each in enumerate(page)}
    struck: set[int] = set()
    for symbol in reading.symbols:
        ink = [written[place] for place in symbol.strokes]
        is_there = bool(ink) and all(id(each) in places for each in ink)
        if is_there and symbol.label and scribble.share_covered(ink) >= MIN_COVERED:
            struck.update(places[id(each)] for each in ink)
    return tuple(sorted(struck))
