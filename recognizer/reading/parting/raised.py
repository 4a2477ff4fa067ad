"""Finds digits of a number in a picture that stand raised behind the others, as in 10^5 or 90°.

They are no digits of that number: an exponent, or the mark of a footnote, is one of its own. A
small ring or bar there is a sign, which is in none: a degree, a minute or a second, no 0 or 1.
"""

from __future__ import annotations

from collections.abc import Sequence

from recognizer.reading.parting.lattice import Part
from recognizer.reading.parting.layout import Box
from recognizer.reading.seeing.place import RAISED_FOOT, SMALL_SIGNS

_MAX_HEIGHT_HEIGHTS = 0.75  # of the digit before it: exponents are set in 0.6 to 0.7
_MAX_STEM_HEIGHTS = 1.3  # of the digits of the line: what a digit has more is its long stem
_MIN_BASE_HEIGHTS = 0.6  # of the digits of the line: what something can be raised behind
_SIGNS = ("0", "1", "11")  # what °, ' and " read as; nobody writes such exponents
_MAX_SIGN_HEIGHTS = 0.45  # of the digits of the line; the usual one has 0.25, see `seeing/place`

Parts = tuple[Part, ...]


def split_raised(parts: Parts, boxes: Sequence[Box], height: float) -> tuple[Parts, Parts]:
    """Return the parts of a number, from left to right, on the line, and those raised behind them.

    `boxes` are those of the parts, with lines made level, on a line of digits that are so high.
    What is small and high, but has a digit on the line behind it, is a digit like the others:
    hands write small ones. Signs that are raised are left out.
    """
    base, begin = None, len(parts)
    for place, (part, box) in enumerate(zip(parts, boxes, strict=True)):
        is_digit = part.is_known and part.seen.prediction.best.label not in SMALL_SIGNS
        if is_digit and base and _is_raised(box, base, height):
            begin = min(begin, place)
            continue
        begin = len(parts)
        if is_digit and box[3] - box[1] >= _MIN_BASE_HEIGHTS * height:
            base = box
    raised = parts[begin:]
    return parts[:begin], () if _are_signs(raised, boxes[begin:], height) else raised


def _is_raised(box: Box, base: Box, height: float) -> bool:
    left, top, _, foot = box
    begin, head, end, base_foot = base
    tall = min(base_foot - head, _MAX_STEM_HEIGHTS * height)
    if left < (begin + end) / 2 or foot - top >= _MAX_HEIGHT_HEIGHTS * tall:
        return False
    return foot - head < RAISED_FOOT * tall


def _are_signs(parts: Parts, boxes: Sequence[Box], height: float) -> bool:
    are_small = all(foot - top < _MAX_SIGN_HEIGHTS * height for _, top, _, foot in boxes)
    return are_small and "".join(each.seen.prediction.best.label for each in parts) in _SIGNS
