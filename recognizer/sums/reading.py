"""What was read as calculations on a page, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from recognizer.reading.regions.glyph import Glyph
from recognizer.reading.regions.spans import MAX_PIECES
from recognizer.sums.beam import Row
from recognizer.sums.columns import column_readings
from recognizer.sums.expression import Chain
from recognizer.sums.search import best_readings
from recognizer.sums.variables import defined_in, names_in

OTHER_NATS, OTHER_NATS_PER_GLYPH = -5.0, -0.5
"""As likely as this, as a logarithm, is that glyphs are no calculation, or one not thought of."""
UNKNOWN_NATS, UNKNOWN_X_NATS = -3.0, -6.0
"""As unlikely is a letter that has been given no value, and an x, which is a sign then."""
MIN_CONFIDENCE, MIN_KNOWNNESS = 0.3, 0.03
"""What is less sure is not understood, nor what holds something that is hardly a symbol."""
NO_SYMBOL_SHARE = 0.4
"""What makes sense in a calculation is so much rarer no symbol than what stands by itself. Of sums
built of `train` hands that were not trained on, more are then shown at 90 %, and no more wrong."""


@dataclass(frozen=True)
class TakenGlyph:
    """What one glyph of a block, by its index in it, was taken for; "" for dirt.

    `confidence` in [0, 1] tells how sure that is, by all that it could mean where it stands.
    """

    index: int
    label: str
    confidence: float


@dataclass(frozen=True)
class Understood:
    """A calculation that was read.

    `confidence` in [0, 1] is how sure all of it is. `taken` stand in the order of the signs of the
    tree, a bar before what it parts, the line of a column last. `is_column` tells whether numbers
    stand under each other, and the answer belongs under the line.
    """

    tree: Chain
    confidence: float
    taken: tuple[TakenGlyph, ...]
    is_column: bool = False


def understand(
    glyphs: Sequence[Glyph], decimal: str = "", names: Collection[str | None] = ()
) -> Understood | None:
    """Return what the glyphs of a block say; None if that is not sure enough to say.

    A page has one `decimal` sign, "" if none was seen; another one is unlikely. `names` are the
    variables that have a value.
    """
    if len(glyphs) > MAX_PIECES:
        return None
    rows = [*best_readings(glyphs, decimal, "x" in names), *column_readings(glyphs, decimal)]
    rows = [replace(each, nats=each.nats + _unknown_nats(each.tree, names)) for each in rows]
    if not rows:
        return None
    best = max(rows, key=lambda each: each.nats)
    chances = [math.exp(each.nats) for each in rows]
    whole = sum(chances) + math.exp(OTHER_NATS + OTHER_NATS_PER_GLYPH * len(glyphs))
    known = min(map(_knownness, glyphs))
    same = sum(chance for chance, row in zip(chances, rows, strict=True) if row.tree == best.tree)
    if same / whole < MIN_CONFIDENCE or min(each.knownness for each in glyphs) < MIN_KNOWNNESS:
        return None
    taken = tuple(
        TakenGlyph(k, label, min(_knownness(glyphs[k]), _share(rows, chances, k, label) / whole))
        for k, label in best.taken
    )
    return Understood(best.tree, min(same / whole, known), taken, best.is_column)


def _knownness(glyph: Glyph) -> float:
    """Return how sure it is that a glyph is a symbol, as part of a calculation."""
    return glyph.knownness / (glyph.knownness + (1 - glyph.knownness) * NO_SYMBOL_SHARE)


def _unknown_nats(tree: Chain, names: Collection[str | None]) -> float:
    unknown = names_in(tree).difference(names, {defined_in(tree)})
    return sum(UNKNOWN_X_NATS if each == "x" else UNKNOWN_NATS for each in unknown)


def _share(rows: Sequence[Row], chances: Sequence[float], k: int, label: str) -> float:
    """Return how likely the readings are together that take a glyph for `label`."""
    pairs = zip(rows, chances, strict=True)
    return sum(chance for row, chance in pairs if (k, label) in row.taken)
