"""Reads the ink of a page: pieces to numbers and lines, and sums with parts above each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from recognizer.ink import BoundingBox, Ink
from recognizer.ink.pixels import inked
from recognizer.ink.raster import Pixels
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import preprocess_ink
from recognizer.network.strokewidth import preprocess_found
from recognizer.pictures.blobs import INK_FROM, Blobs, Labels, find_blobs, with_cuts
from recognizer.pictures.checkmarks import NEVER_SO, is_check_mark
from recognizer.pictures.page import PageInk
from recognizer.reading.cells import Grid
from recognizer.reading.pages.grids import Grids
from recognizer.reading.pages.hanging import stem_beside, stems_of
from recognizer.reading.pages.incells import (
    Found,
    Members,
    in_cells,
    in_rows,
    joined,
    without_icons,
    without_labels,
)
from recognizer.reading.pages.leveling import leveled, slope_of
from recognizer.reading.pages.stems import without_long_stem
from recognizer.reading.parting.grouping import PICTURE
from recognizer.reading.parting.groups import Places
from recognizer.reading.parting.lattice import Part, between, parts_of
from recognizer.reading.parting.layout import (
    Box,
    box_around,
    find_numbers,
    in_lines,
    number_height,
    wholes_of,
)
from recognizer.reading.parting.marks import NO_BOXES, Drawn
from recognizer.reading.parting.prior import Prior, prior_of
from recognizer.reading.parting.raised import Parts, split_raised
from recognizer.reading.parting.slashes import (
    Upright,
    find_slashes,
    lean_of,
    may_hold_slashes,
    slash_odds,
)
from recognizer.reading.regions.glyph import MAX_BAR_FLATNESS, MINUS, ROOT_SIGN, Glyph
from recognizer.reading.regions.regions import MAX_ROOF_DEPTH, MIN_ROOF_SHARE, Area, areas_of_shapes
from recognizer.reading.regions.structured import Read, bars_of, is_of_sums, put_together, sure
from recognizer.reading.result import Number, Reading, Symbol, together
from recognizer.reading.seeing.neighbors import Boxes
from recognizer.reading.seeing.place import has_one_for_bar, has_small_signs
from recognizer.reading.seeing.seen import Seen, see

Scale = tuple[float, float]
"""How many pixels of the picture make one of the page, in x and in y."""
_MAX_DIRT_HEIGHTS = 0.4  # of a digit; lower pieces that are not digits are ignored
_MAX_POINT_PENS = 2.0  # widths of the pen; a piece no longer than this is a point
_POINTS = (".", ",")
_POINT = Ink.from_points([[(0.0, 0.0)]])
_MAX_BAR_PENS = 1.6  # widths of the pen; two bars that run together are thicker
_BAR = Ink.from_points([[(0.0, 0.0), (1.0, 0.0)]])


@dataclass(frozen=True, eq=False)
class _Page:
    """The pieces of a page, and their boxes with lines made level; `specks` are those of specks.

    `pen` is how wide the strokes are where there may be points, else 0.
    """

    blobs: Blobs
    level: Boxes
    specks: Boxes
    scale: Scale
    prior: Prior | None
    pen: float

    @cached_property
    def wholes(self) -> list[Members]:
        """The pieces of each connected blob."""
        found: dict[int, list[int]] = {}
        for piece, whole in enumerate(self.blobs.wholes.tolist()):
            found.setdefault(whole, []).append(piece)
        return [tuple(found[whole]) for whole in sorted(found)]

    def pieces(self, area: Area) -> Members:
        """Return the pieces of an area of connected blobs."""
        return tuple(piece for whole in area.members for piece in self.wholes[whole])

    def box(self, members: Members) -> Box:
        """Return the box around some pieces."""
        return box_around(self.blobs.boxes[list(members)])

    def boxes(self, every: Sequence[Members]) -> Boxes:
        """Return the (n, 4) boxes around each of n times some pieces."""
        return np.array([self.box(each) for each in every]).reshape(-1, 4)

    def level_box(self, members: Members) -> Box:
        """Return the box around some pieces, with lines made level."""
        return box_around(self.level[list(members)])

    def height(self, line: Sequence[Members]) -> float:
        """Return how high the digits of the numbers on a line are."""
        members = [k for each in line for k in each]
        return number_height(wholes_of(self.level[members], self.blobs.wholes[members].tolist()))

    def is_point(self, members: Members) -> bool:
        """Tell whether some pieces are no longer than the pen is wide, more or less."""
        left, top, right, bottom = self.box(members)
        return max(right - left, bottom - top) <= _MAX_POINT_PENS * self.pen

    def is_bar(self, members: Members) -> bool:
        """Tell whether it is one piece, flat, and as thick as the pen."""
        left, top, right, bottom = self.level_box(members)
        width = right - left
        if len(members) > 1 or bottom - top > MAX_BAR_FLATNESS * width:
            return False
        area = np.count_nonzero(self.blobs.labels == members[0] + 1)
        return bool(area <= _MAX_BAR_PENS * self.pen * width)

    def place(self, members: Members) -> BoundingBox:
        """Return where some pieces lie in the picture."""
        return scaled(self.box(members), self.scale)


class PageReader:
    """Reads the pieces of a page. Not for use by two threads at a time."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier

    @property
    def has_signs(self) -> bool:
        """Whether some of what may be written is as small as a point."""
        return has_small_signs(self._classifier.alphabet)

    @property
    def has_bars(self) -> bool:
        """Whether fractions may be written, and numbers under each other."""
        return is_of_sums(self._classifier.alphabet)

    @property
    def has_only_numbers(self) -> bool:
        """Whether no words and no sums may be written, in which stems, bars and powers tell."""
        return not (self.has_bars or self._classifier.alphabet.has_words)

    def read(self, page: PageInk) -> Reading:
        """Read the ink of a page as it lies."""
        return self.read_pieces(page, self.pieces_of(page))

    def pieces_of(self, page: PageInk) -> Blobs:
        """Return the pieces of the ink of a page that may be symbols."""
        return find_blobs(page.pixels, self.has_signs, self.has_bars)

    def read_pieces(self, ink: PageInk, blobs: Blobs, rows: Labels | None = None) -> Reading:
        """Read the pieces of the ink of a page.

        What stands in a cell of a grid is read by itself; so is what stands in a row, if `rows`
        tells for each pixel in which one it is.
        """
        if len(blobs) == 0:
            return Reading()
        grids = Grids.of(ink.cells)
        scale = ink.scale
        page = self._page(with_cuts(blobs), scale, grids.slope or ink.slope)
        places_of = grids.places_of if rows is None else partial(_rows_of, rows)
        found = [*self._sums(page)] if self.has_bars else self._apart(page, places_of)
        found = in_cells(found, page.boxes([members for _, members in found]), grids)
        found = joined(without_labels(without_icons(found)), grids)
        read = [(number, members) for number, members in found if not _is_dirt(number)]
        numbers = [number for number, _ in read]
        boxes = in_rows(numbers, [page.level_box(members) for _, members in read], grids)
        lines = ([numbers[k] for k in line] for line in in_lines(boxes))
        return together(lines, tuple(_scaled_grid(each, scale) for each in grids.found))

    def _page(self, blobs: Blobs, scale: Scale, slope: float | None) -> _Page:
        slope = slope_of(blobs) if slope is None else slope
        level, specks = leveled(blobs.boxes, slope), leveled(blobs.specks, slope)
        prior = prior_of(self._classifier, without_path=True)
        pen = blobs.pen if self.has_signs else 0.0
        return _Page(blobs, level, specks, scale, prior, pen)

    def _apart(self, page: _Page, places_of: Callable[[Boxes], list[int]]) -> list[Found]:
        """Return the numbers of a page, of which those in each place are found by themselves."""
        places = places_of(page.boxes(page.wholes))
        around = np.array(places_of(page.blobs.specks), int)
        members: dict[int, list[int]] = {}
        for place, whole in zip(places, page.wholes, strict=True):
            members.setdefault(place, []).extend(whole)
        return [
            each
            for place, mine in members.items()
            for each in self._numbers(page, tuple(sorted(mine)), page.specks[around == place])
        ]

    def _sums(self, page: _Page) -> Iterator[Found]:
        """Yield the sums of a page, and numbers that are in none."""
        shapes = [_shape_of(page, each) for each in page.wholes]
        for block in areas_of_shapes(shapes):
            signs = [area for area in block if area.label]
            found: list[Found] = []
            read: list[Read] = []
            for area in (each for each in block if not each.label):
                inner = self._numbers(page, page.pieces(area))
                found += inner
                read.append((area, [number for number, _ in inner if number.symbols]))
                signs += _lines_left_out(page, shapes, area, inner)
            yield from self._block(page, signs, found, read)

    def _block(
        self, page: _Page, signs: Sequence[Area], found: Sequence[Found], read: Sequence[Read]
    ) -> Iterable[Found]:
        """Return the numbers of a block; only one if it has `signs`."""
        if not signs or not any(numbers for _, numbers in read):
            return found
        placed = [(area.order, self._sign(page, area)) for area in signs]
        members = [*(page.pieces(area) for area in signs), *(members for _, members in found)]
        return [(put_together(placed, read), tuple(k for each in members for k in each))]

    def _sign(self, page: _Page, area: Area) -> Symbol:
        members = page.pieces(area)
        piece = page.blobs.cut_out(members)
        seen = see(self._classifier, preprocess_found(piece))
        return sure(seen.symbol(True, page.place(members), piece=piece), area.label)

    def _numbers(self, page: _Page, members: Members, specks: Boxes = NO_BOXES) -> list[Found]:
        """Return the numbers that some pieces of the page make, among which there are `specks`."""
        one_for_bar = has_one_for_bar(self._classifier.alphabet)
        drawn = Drawn(page.blobs.pen, specks, page.blobs.wholes[list(members)])
        found = find_numbers(page.level[list(members)], self.has_signs, one_for_bar, drawn)
        chosen = [tuple(members[k] for k in each) for each in found]
        lines = in_lines([page.level_box(mine) for mine in chosen])
        heights = {k: page.height([chosen[k] for k in line]) for line in lines for k in line}
        return [
            each for k, mine in enumerate(chosen) for each in self._read(page, mine, heights[k])
        ]

    def _read(self, page: _Page, members: Members, height: float) -> Iterator[Found]:
        """Yield the numbers that pieces are, from left to right, without dirt: mostly one.

        Digits on their line are so high, more or less.
        """
        seen = dict[Places, Seen]()
        level = page.level[list(members)]

        def see_places(places: Places) -> Seen:
            if places not in seen:
                seen[places] = self._see(page, tuple(members[k] for k in places), height)
            return seen[places]

        wholes = [int(page.blobs.wholes[k]) for k in members]
        parts = parts_of(level, see_places, PICTURE, wholes, page.prior, self.has_signs)
        for some in between(parts, self._slashes(page, members, parts)):
            base: Members = ()
            for run in filter(None, self._on_line_and_raised(page, members, some, height)):
                mine = tuple(members[k] for part in run for k in part.places)
                symbols = (
                    _symbol(page, tuple(members[k] for k in part.places), part) for part in run
                )
                number = Number(_without_specks([*filter(None, symbols)]), page.place(mine))
                yield number, (*base, *mine)  # the digits before it tell the line of what is raised
                base = mine

    def _on_line_and_raised(
        self, page: _Page, members: Members, parts: Parts, height: float
    ) -> tuple[Parts, Parts]:
        """Return parts on the line, and those raised behind them; words and sums keep these."""
        if not self.has_only_numbers:
            return parts, ()
        mine = (tuple(members[k] for k in part.places) for part in parts)
        return split_raised(parts, [page.level_box(each) for each in mine], height)

    def _slashes(self, page: _Page, members: Members, parts: Sequence[Part]) -> list[bool]:
        if not may_hold_slashes(self._classifier.alphabet):
            return [False] * len(parts)
        pieces = [tuple(members[k] for k in part.places) for part in parts]
        return find_slashes(
            [
                Upright(
                    page.level_box(mine),
                    slash_odds(part.seen, self._classifier.card),
                    _lean(page.blobs.cut_out(mine)),
                    len(mine) == 1 and part.seen.prediction.best.label == "1",
                )
                for mine, part in zip(pieces, parts, strict=True)
            ]
        )

    def _see(self, page: _Page, members: Members, height: float) -> Seen:
        """Return what the network makes of some pieces, on a line of digits that are so high.

        Of a point, and of a bar as thick as the pen, the outline is chance: a plain one is seen.
        Letters have stems of their own.
        Where two strokes hang on a stem, they are no symbol beside a 1. A check mark is no digit.
        """
        piece = page.blobs.cut_out(members)
        if page.is_point(members):
            field = preprocess_ink(_POINT)
        elif self.has_bars and page.is_bar(members):
            field = preprocess_ink(_BAR)
        else:
            has_words = self._classifier.alphabet.has_words
            field = preprocess_found(piece if has_words else without_long_stem(piece, height))
        seen = see(self._classifier, field)
        if seen.prediction.best.label in NEVER_SO and is_check_mark(inked(piece, INK_FROM)):
            return replace(seen, ruled_out=True)
        if stem := stem_beside(page.blobs, members):
            return replace(seen, ruled_out=self._is_one(page, stem))
        return seen if seen.is_known else self._without_stem(page, members, seen)

    def _without_stem(self, page: _Page, members: Members, whole: Seen) -> Seen:
        """Return `whole` as it looks without its stem, if that is the same symbol."""
        for stem, rest in stems_of(page.blobs, members):
            seen = see(self._classifier, preprocess_found(page.blobs.cut_out(rest)))
            is_same = seen.prediction.best.label == whole.prediction.best.label
            if is_same and self._is_one(page, stem):
                return seen
        return whole

    def _is_one(self, page: _Page, members: Members) -> bool:
        seen = see(self._classifier, preprocess_found(page.blobs.cut_out(members)))
        return seen.prediction.best.label == "1"


def _rows_of(rows: Labels, boxes: Boxes) -> list[int]:
    """Return in which of `rows`, told for each pixel, the middle of each of (n, 4) boxes is."""
    x, y = ((boxes[:, :2] + boxes[:, 2:]) / 2).astype(int).T
    return [int(row) for row in rows[y, x]]


def _symbol(page: _Page, members: Members, part: Part) -> Symbol | None:
    """Return the symbol that some pieces are; None for dirt."""
    _, top, _, bottom = page.box(members)
    if not part.seen.is_known and bottom - top < _MAX_DIRT_HEIGHTS * page.blobs.height:
        return None
    piece = page.blobs.cut_out(members)
    return part.seen.symbol(part.is_known, page.place(members), piece=piece)


def _without_specks(symbols: Sequence[Symbol]) -> tuple[Symbol, ...]:
    """Leave out points that stand before or behind all others: these are dirt, more often."""
    inner = [k for k, each in enumerate(symbols) if each.label not in _POINTS]
    return tuple(symbols[inner[0] : inner[-1] + 1]) if inner else tuple(symbols)


def _lean(piece: Pixels) -> float:
    down, across = np.argwhere(piece > INK_FROM).T.astype(np.float64)
    return lean_of(across, down)


def _lines_left_out(
    page: _Page, shapes: Sequence[Glyph], area: Area, found: Sequence[Found]
) -> list[Area]:
    """Return the long lines of an area that are in no number that was found; see `bars_of`."""
    taken = {k for _, members in found for k in members}
    left_out = [
        (whole, page.place(page.wholes[whole]))
        for whole in area.members
        if shapes[whole].may_be_bar and taken.isdisjoint(page.wholes[whole])
    ]
    return bars_of(area, left_out, [number for number, _ in found])


def _shape_of(page: _Page, members: Members) -> Glyph:
    """Return what connected ink may be by its shape: a bar, a root, or neither."""
    glyph = Glyph(BoundingBox(*page.level_box(members)), {MINUS: 0.0})
    if page.is_point(members):
        return Glyph(glyph.box, {})
    if glyph.may_be_bar:
        return glyph
    return Glyph(glyph.box, {ROOT_SIGN: 0.0} if _has_roof(page.blobs.cut_out(members)) else {})


def _has_roof(piece: Pixels) -> bool:
    """Tell whether a piece has ink at its top that goes on to the right of all below it."""
    rows, cols = np.nonzero(piece)
    depth = rows.min() + MAX_ROOF_DEPTH * np.ptp(rows)
    below = cols[rows > depth]
    return bool(cols.max() - below.max() >= MIN_ROOF_SHARE * np.ptp(cols))


def _is_dirt(number: Number) -> bool:
    """Tell whether nothing is left of a number, or only specks that look like points."""
    return all(each.label in _POINTS for each in number.symbols)


def _scaled_grid(grid: Grid, scale: Scale) -> Grid:
    box = grid.box
    return replace(grid, box=scaled((box.left, box.top, box.right, box.bottom), scale))


def scaled(box: Box, scale: Scale) -> BoundingBox:
    """Return a box of a page in pixels of the picture."""
    left, top, right, bottom = box
    return BoundingBox(left * scale[0], top * scale[1], right * scale[0], bottom * scale[1])
