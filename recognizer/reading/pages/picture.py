"""Reads a picture of a digit, of numbers or of a whole page.

A picture is first read as one digit (`single`). Only if that is in doubt it is read as a page: its
ink is found without shadows and printed lines, split into pieces, and read (`pagereader`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from recognizer.network.classifier import Classifier
from recognizer.pictures.cellrests import cell_marks
from recognizer.pictures.cutout import cut_out_marks
from recognizer.pictures.decode import Picture, find_marks
from recognizer.pictures.page import PageInk, find_page_ink, is_like_edge
from recognizer.pictures.sheet import Sheet, find_sheet
from recognizer.pictures.turns import Turn
from recognizer.reading.pages.apart import read_apart
from recognizer.reading.pages.mended import read_mended
from recognizer.reading.pages.pagereader import PageReader
from recognizer.reading.pages.placed import placed
from recognizer.reading.pages.single import Marked, Single, read_singles
from recognizer.reading.pages.turned import MIN_SENSE, read_either_way, sense
from recognizer.reading.result import Reading

_MIN_SHEET_SENSE = 0.6
"""The mean confidence with which a sheet or a cell is read, or ink and paper are turned about."""

ReadPage = Callable[[PageInk], Reading]


class PictureReader:
    """Reads pictures with one model. Not for use by two threads at a time."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier
        self._pages = PageReader(classifier)

    def read(self, picture: Picture, turn: Turn | None = None) -> Reading:
        """Read a picture of one digit, of numbers or of a page, line by line.

        It is gray, BGR or BGRA, dark on light or light on dark; lines may rise or fall by 8
        degrees. It is read with that `turn`; without one, a page that makes no sense as it lies is
        tried in all. Boxes are in its pixels.

        Raises
        ------
        PictureError
            If the array has another shape or dtype, or no pixels.
        """
        return self.read_together([picture], turn)[0]

    def read_together(self, pictures: Sequence[Picture], turn: Turn | None = None) -> list[Reading]:
        """Read several pictures as `read` does; of small ones, each takes less time so."""
        if turn is None:
            return self._read(pictures, self._read_either_way)
        turned = [turn.of(each) for each in pictures]
        found = self._read(turned, self._pages.read, as_they_lie=True)
        return [
            placed(reading, partial(turn.back, rows=len(each), cols=each.shape[1]))
            for reading, each in zip(found, pictures, strict=True)
        ]

    def _read_either_way(self, page: PageInk) -> Reading:
        found = read_either_way(self._classifier, self._pages, page)
        if found.turned:
            return found
        return read_apart(self._pages, page, read_mended(self._pages, page, found))

    def _read(
        self, pictures: Sequence[Picture], read_page: ReadPage, as_they_lie: bool = False
    ) -> list[Reading]:
        sheets = [find_sheet(each) for each in pictures]
        flat = [each for each, sheet in zip(pictures, sheets, strict=True) if sheet is None]
        singles = iter(self._singles(flat, as_they_lie))
        return [
            self._read_sheet(picture, sheet, read_page)
            if sheet
            else self._read_flat(picture, next(singles), read_page, as_they_lie)
            for picture, sheet in zip(pictures, sheets, strict=True)
        ]

    def _read_sheet(self, picture: Picture, sheet: Sheet, read_page: ReadPage) -> Reading:
        """Read the sheet that lies on a table; or all of the picture, if it says more."""
        (single,) = self._singles([sheet.picture], as_they_lie=True)
        found = placed(self._read_flat(sheet.picture, single, read_page), sheet.place)
        makes_sense = sense(found) >= _MIN_SHEET_SENSE
        if makes_sense and not sheet.is_colored:
            return found
        (single,) = self._singles([picture], as_they_lie=True)
        whole = self._read_flat(picture, single, read_page)
        if sheet.is_colored and _makes_sense_beside(whole, sheet):
            return whole
        is_empty = not found.symbols and sense(whole) < _MIN_SHEET_SENSE
        return found if makes_sense or is_empty else max(found, whole, key=sense)

    def _singles(self, pictures: Sequence[Picture], as_they_lie: bool) -> list[Single]:
        marked = [Marked(each, find_marks(each)) for each in pictures]
        return read_singles(self._classifier, marked, as_they_lie)

    def _read_flat(
        self, picture: Picture, single: Single, read_page: ReadPage, as_they_lie: bool = True
    ) -> Reading:
        if single.is_sure:
            return single.reading
        in_cell = self._in_cell(picture, as_they_lie)
        if in_cell:
            return in_cell
        cut_out = self._cut_out(picture, as_they_lie)
        if cut_out and not cut_out.is_shade:
            return cut_out.reading
        page = find_page_ink(picture)
        found = read_page(page)
        if cut_out:  # a bold or blurred digit, or the edge of a shadow across a page
            return found if _is_page(found, picture) else cut_out.reading
        if not found.has_known and is_like_edge(picture, page):
            turned_about = read_page(find_page_ink(picture, is_turned_about=True))
            found = turned_about if sense(turned_about) >= _MIN_SHEET_SENSE else found
        if len(found.symbols) > 1 or single.is_shade:
            return found
        return max(found, single.reading, key=_digits_in)

    def _in_cell(self, picture: Picture, as_they_lie: bool) -> Reading | None:
        """Return what is written in a cell with rests of its frame, if that is sure; else None."""
        marks = cell_marks(picture)
        if marks is None:
            return None
        (found,) = read_singles(self._classifier, [Marked(picture, marks)], as_they_lie)
        makes_sense = not found.reading.symbols or sense(found.reading) >= _MIN_SHEET_SENSE
        return found.reading if found.is_sure and makes_sense else None

    def _cut_out(self, picture: Picture, as_they_lie: bool) -> Single | None:
        """Return the digit that fills a picture up to its edge; None if there is none for sure.

        The border is no background where ink goes up to it: what is bright, or dark, may be.
        """
        given = [Marked(picture, each, is_cut_out=True) for each in cut_out_marks(picture)]
        found = read_singles(self._classifier, given, as_they_lie)
        sure = [each for each in found if each.is_sure]
        return max(sure, key=lambda each: each.reading.confidence, default=None)


def _is_page(found: Reading, picture: Picture) -> bool:
    """Tell whether what was read makes sense, and is no part of a digit that fills the picture."""
    if not found.symbols or sense(found) < MIN_SENSE:
        return False
    (rows, cols), box = picture.shape[:2], found.symbols[0].box
    has_margin = min(box.left, box.top, cols - box.right, rows - box.bottom) > 0
    return len(found.symbols) > 1 or has_margin


def _makes_sense_beside(whole: Reading, sheet: Sheet) -> bool:
    """Tell whether something is written beside a sheet, too; its edges may look like a 1."""
    is_beside = any(each.label and sheet.is_beside(each.box) for each in whole.symbols)
    return is_beside and sense(whole) >= MIN_SENSE


def _digits_in(reading: Reading) -> int:
    return sum(bool(each.label) for each in reading.symbols)
