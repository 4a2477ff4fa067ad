"""The result of reading: symbols, the numbers that they make, and the lines of numbers.

Nothing that was written is left out. Something that is not a symbol is `UNREAD` in the text, alone
or in a number, and counts in the confidence. A number is as sure as its least sure symbol, and a
reading as its least sure number. A product over all symbols would measure the amount of text
instead of the quality of the reading.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import BoundingBox
from recognizer.ink.raster import Pixels
from recognizer.network.alphabet import DIGITS, Alphabet
from recognizer.network.classifier import Candidate, FloatArray, chance_of
from recognizer.network.preprocess import FIELD_PIXELS, Field
from recognizer.reading.cells import Cell, Grid, table_of

UNREAD = "?"
"""The text for something that is not a symbol."""


class Verdict(enum.Enum):
    """The kind of thing that was read."""

    DIGIT = "digit"
    NUMBERS = "numbers"
    """Several things, at least one of them a digit."""
    NOT_A_DIGIT = "not a digit"
    NOTHING = "nothing"


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the network saw of a symbol, and made of it, which no lesson changes.

    `shades` is its field, one byte for each pixel: thousands of groups of strokes are remembered.
    `logits` (labels,) are those of all views, and `by_path` the logarithms of the probabilities by
    the path alone, of which nothing is lost in float16; None if it was not seen. `embedding` is
    (size,).
    """

    shades: bytes
    logits: FloatArray
    embedding: FloatArray
    by_path: npt.NDArray[np.float16] | None = None

    @classmethod
    def of(
        cls,
        seen: Field,
        logits: FloatArray,
        embedding: FloatArray,
        by_path: FloatArray | None = None,
    ) -> Evidence:
        """Return what was made of the (28, 28) field `seen`, in [0, 1]."""
        halves = None if by_path is None else by_path.astype(np.float16)
        shades = cv2.convertScaleAbs(seen, alpha=255).tobytes()
        return cls(shades, logits, embedding, halves)

    @property
    def pixels(self) -> Pixels:
        """The field as (28, 28) uint8: 0 for paper and 255 for ink. Nothing of it is lost."""
        return np.frombuffer(self.shades, np.uint8).reshape(FIELD_PIXELS, FIELD_PIXELS)

    @property
    def field(self) -> Field:
        """What the network saw: (28, 28) float32 in [0, 1]."""
        return np.divide(self.pixels, 255, dtype=np.float32)


NO_EVIDENCE = Evidence.of(
    np.zeros((FIELD_PIXELS, FIELD_PIXELS), np.float32),
    np.zeros(0, np.float32),
    np.zeros(0, np.float32),
)
"""Of what no network has read."""


@dataclass(frozen=True, repr=False)
class Symbol:
    """One thing that was written, and what it was read as.

    Parameters
    ----------
    candidates : tuple of Candidate
        Every label, the surest first; confidences in [0, 1] that sum to 1 and say which symbol it
        is if it is one.
    knownness : float
        How sure it is that it is one of the symbols at all, in [0, 1].
    is_known : bool
        Whether it is taken for one.
    box : BoundingBox
        Where it lies, in the unit of the ink or in pixels of the picture.
    strokes : tuple of int
        Which strokes of the ink it is made of; none in a picture.
    said : str, optional
        What the user says that it is, whatever was read: a label, "" for none of them.
    piece : (rows, cols) uint8 array, optional
        In a picture, the ink it was read from, up to 255 on 0.
    evidence : Evidence
    alphabet : Alphabet
        Which it is one of; how it is spoken of.
    parting : float
        Where there are signs: how sure it is that just these strokes make it, in [0, 1].
    cell : Cell, optional
        In a picture, the cell of a printed grid in which it stands.
    """

    candidates: tuple[Candidate, ...]
    knownness: float
    is_known: bool
    box: BoundingBox
    strokes: tuple[int, ...] = ()
    said: str | None = None
    piece: Pixels | None = field(default=None, compare=False, repr=False)
    evidence: Evidence = field(default=NO_EVIDENCE, compare=False, repr=False)
    alphabet: Alphabet = field(default=DIGITS, compare=False, repr=False)
    parting: float = field(default=1.0, repr=False)
    cell: Cell | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        return _short(self)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Worked out once: its candidates are many, and what is made of it is looked up by it."""
        return hash((self.candidates, self.knownness, self.is_known, self.box, self.said))

    @property
    def verdict(self) -> Verdict:
        """What kind of thing it is, as it was read."""
        return Verdict.DIGIT if self.is_known else Verdict.NOT_A_DIGIT

    @property
    def best(self) -> str:
        """The likeliest label, whether it is known or not; "" if there are no candidates."""
        return self.candidates[0].label if self.candidates else ""

    @property
    def label(self) -> str:
        """The symbol that it is, as read or said; "" if it is none."""
        return self.read if self.said is None else self.said

    @property
    def read(self) -> str:
        """The symbol that it was read as, whatever was said; "" if none."""
        return self.best if self.is_known else ""

    @property
    def is_unread(self) -> bool:
        """Whether it is none of the symbols, and the user has not said so."""
        return not self.label and self.said is None

    @property
    def text(self) -> str:
        """Its label; `UNREAD` for none, and nothing for what the user says is none."""
        return UNREAD if self.is_unread else self.label

    @property
    def confidence(self) -> float:
        """How sure it is that it was read right, in [0, 1].

        It is the smaller of two: that it is a symbol, and that it is this one. So something that
        was not taken for a symbol never has more than the threshold that it has missed. What the
        user has said has a confidence of 1.
        """
        if self.said is not None:
            return 1.0
        return min(self.knownness, self.candidates[0].confidence) if self.candidates else 0.0

    def top(self, count: int) -> tuple[Candidate, ...]:
        """Return the `count` likeliest labels with their confidences, the surest first."""
        return self.candidates[:count]

    def chance_of(self, label: str) -> float:
        """Return how sure it is that it is `label`, if it is a symbol, in [0, 1]."""
        if self.said is not None:
            return float(self.said == label)
        return chance_of(label, self.candidates)


class Written:
    """What numbers, lines and readings have in common: `symbols`, from left to right."""

    if TYPE_CHECKING:  # a field of one of them: a property here would be taken for its default

        @property
        def symbols(self) -> tuple[Symbol, ...]:
            """Every symbol, and what is none, in reading order."""

        @property
        def text(self) -> str:
            """What stands there."""

    def __repr__(self) -> str:
        return _short(self)

    @cached_property
    def confidence(self) -> float:
        """That of the least sure symbol, in [0, 1]; 0 where there is none."""
        return min((each.confidence for each in self.symbols), default=0.0)

    @cached_property
    def has_known(self) -> bool:
        """Whether any of it is a symbol, as read or said."""
        return any(each.label for each in self.symbols)

    @cached_property
    def has_unread(self) -> bool:
        """Whether any of it is none, and the user has not said so."""
        return any(each.is_unread for each in self.symbols)

    @cached_property
    def is_said(self) -> bool:
        """Whether the user has said what each symbol is, and there is one."""
        return bool(self.symbols) and all(each.said is not None for each in self.symbols)


@dataclass(frozen=True, repr=False)
class Number(Written):
    """Symbols that stand together, at least one.

    The box is around all of them, and the dirt of a picture beside them.
    """

    symbols: tuple[Symbol, ...]
    box: BoundingBox

    @cached_property
    def text(self) -> str:
        """The symbols, `UNREAD` for what is none; "" if the user says that there are none."""
        if self.is_said and not self.has_known:
            return ""
        return "".join(each.label or UNREAD for each in self.symbols)

    @property
    def cell(self) -> Cell | None:
        """The cell of a printed grid that all of it stands in; None if there is none."""
        cells = {each.cell for each in self.symbols}
        return cells.pop() if len(cells) == 1 else None


@dataclass(frozen=True, repr=False)
class Line(Written):
    """Numbers beside each other, at least one."""

    numbers: tuple[Number, ...]

    @cached_property
    def symbols(self) -> tuple[Symbol, ...]:
        """Every symbol, from left to right."""
        return tuple(each for number in self.numbers for each in number.symbols)

    @cached_property
    def text(self) -> str:
        """The numbers, parted by a space; "" if the user says that there are none."""
        return " ".join(each.text for each in self.numbers if each.text)


@dataclass(frozen=True, repr=False)
class Reading(Written):
    """What an ink or a picture says, line by line; no lines where there is nothing to read.

    `grids` are the printed ones of a picture; cells of symbols name them, counted from 1. `turned`
    is by how many degrees, clockwise, a picture was turned because nothing sensible was read as it
    lies; else 0. Boxes are in the picture as it lies.
    """

    lines: tuple[Line, ...] = ()
    grids: tuple[Grid, ...] = ()
    turned: int = 0
    as_expected: Reading | None = field(default=None, compare=False)
    """The same ink parted into the symbols of a text that was expected, where it was not read."""

    @classmethod
    def of(cls, symbol: Symbol) -> Reading:
        """Return the reading of a single symbol."""
        return cls((Line((Number((symbol,), symbol.box),)),))

    @property
    def verdict(self) -> Verdict:
        """What kind of thing it is; of a single symbol, as it was read, whatever was said."""
        if self.only:
            return self.only.verdict
        if not self.symbols:
            return Verdict.NOTHING
        return Verdict.NUMBERS if self.has_known else Verdict.NOT_A_DIGIT

    @cached_property
    def text(self) -> str:
        """All that stands there: numbers are parted by a space, lines by a newline.

        `UNREAD` for what is none of the symbols; nothing for what the user says is none.
        """
        return "\n".join(filter(None, (line.text for line in self.lines)))

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers of all lines; a single symbol is a number, too."""
        return tuple(number for line in self.lines for number in line.numbers)

    @cached_property
    def symbols(self) -> tuple[Symbol, ...]:
        """Every symbol, in reading order, and what looked like one."""
        return tuple(each for line in self.lines for each in line.symbols)

    @property
    def digits(self) -> tuple[Symbol, ...]:
        """The symbols, by their name as long as they are digits."""
        return self.symbols

    @property
    def only(self) -> Symbol | None:
        """The symbol, if there is exactly one."""
        return self.symbols[0] if len(self.symbols) == 1 else None

    @property
    def best(self) -> str:
        """The likeliest label of the only symbol, known or not; "" if there is not just one."""
        return self.only.best if self.only else ""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Of the only symbol; empty if there is not just one."""
        return self.only.candidates if self.only else ()

    @property
    def tables(self) -> list[list[list[str]]]:
        """What stands in the cells of each grid, row by row; "" where nothing does."""
        return [table_of(self.numbers, grid, k) for k, grid in enumerate(self.grids, 1)]

    def top(self, count: int) -> tuple[Candidate, ...]:
        """Return the `count` likeliest labels of the only symbol, the surest first.

        Raises
        ------
        ValueError
            If there are several symbols: each of `symbols` has its own.
        """
        if len(self.symbols) > 1:
            raise ValueError(f"there are {len(self.symbols)}: ask each of `symbols` for its top")
        return self.candidates[:count]

    def to_dict(self) -> dict[str, Any]:
        """Return the reading as `recognizer read --json` has it, ready for `json.dumps`."""
        from recognizer.reading.record import as_record  # which is made of what stands here

        return as_record(self)

    def plot(self, source: object, axes: Any = None) -> Any:
        """Draw it over `source`, the ink or picture it was read from; see `show.plot`."""
        from recognizer.reading.show import plot

        return plot(self, source, axes)

    def _repr_html_(self) -> str:
        from recognizer.reading.show import as_html

        return as_html(self)

    @cached_property
    def knownness(self) -> float:
        """How sure it is that all of it are symbols, in [0, 1]: that of the least sure; or 0."""
        return min((each.knownness for each in self.symbols), default=0.0)

    @cached_property
    def box(self) -> BoundingBox | None:
        """Around all of it; None where there is nothing."""
        return BoundingBox.around([each.box for each in self.numbers]) if self.numbers else None

    @cached_property
    def is_of_picture(self) -> bool:
        """Whether it was read from a picture, not from ink."""
        return any(each.piece is not None for each in self.symbols)


def together(lines: Iterable[Iterable[Number]], grids: tuple[Grid, ...] = ()) -> Reading:
    """Return the reading of all that stands in `lines`; a single symbol lies in its own box."""
    whole = Reading(tuple(Line(numbers) for line in lines if (numbers := tuple(line))), grids)
    return replace(Reading.of(whole.only), grids=grids) if whole.only else whole


def _short(read: Symbol | Written) -> str:
    return f"{type(read).__name__}({read.text!r}, confidence={read.confidence:.3f})"
