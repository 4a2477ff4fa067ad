"""Reads a page that lies on its side or upside down, where it makes no sense as it lies.

Which way up it is, single pieces tell: those of the height of digits are seen in all four ways.
Only if they are surer in another way, the whole page is read in that way, too.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from recognizer.ink.pixels import inked
from recognizer.ink.raster import Pixels
from recognizer.network.classifier import Classifier
from recognizer.network.strokewidth import preprocess_found
from recognizer.pictures.blobs import INK_FROM, Blobs
from recognizer.pictures.checkmarks import is_check_mark
from recognizer.pictures.page import PageInk
from recognizer.pictures.turns import TURNED, Turn
from recognizer.reading.pages.pagereader import PageReader
from recognizer.reading.pages.placed import placed
from recognizer.reading.result import Reading, Symbol

MIN_SENSE = 0.9
"""A page that is read with this mean confidence is not tried in other ways. Of 60 photos of pages,
90 % reach it upright, and none on its side."""
_MIN_TURNED_SENSE, _MIN_GAIN = 0.85, 0.1  # with which a turned reading is better
_MIN_PIECE_GAIN = 0.1  # in mean confidence, by which pieces must be surer in another way
_TRIED_PIECES = 24
_PIECE_HEIGHTS = 0.6, 1.6  # the longer sides of digits, in usual ones
_BARS = frozenset("1Il|/-")  # what a page of dashes is on its side


def sense(reading: Reading) -> float:
    """Return the mean confidence of all symbols, in [0, 1], of which dirt has none.

    Check marks do not count: they are no digits, but make sense.
    """
    told = [each for each in reading.symbols if each.label or not _is_mark(each)]
    return sum(each.confidence for each in told if each.label) / max(len(told), 1)


def _is_mark(symbol: Symbol) -> bool:
    return symbol.piece is not None and is_check_mark(inked(symbol.piece, INK_FROM))


def read_either_way(classifier: Classifier, pages: PageReader, page: PageInk) -> Reading:
    """Read the ink of a page as it lies; or turned, if that makes sense and the other does not."""
    blobs = pages.pieces_of(page)
    upright = pages.read_pieces(page, blobs)
    if sense(upright) >= MIN_SENSE:
        return upright
    turn = _surest_turn(classifier, blobs)
    if turn is Turn.NONE:
        return upright
    turned = _read_turned(pages, page, turn)
    gain = sense(turned) - sense(upright)
    is_better = gain >= _MIN_GAIN and sense(turned) >= _MIN_TURNED_SENSE
    return turned if is_better and _is_writing(turned) else upright


def _is_writing(turned: Reading) -> bool:
    labels = {each.label for each in turned.symbols}
    return len(turned.symbols) > 1 and not labels <= _BARS


def _read_turned(pages: PageReader, page: PageInk, turn: Turn) -> Reading:
    rows, cols = page.pixels.shape
    height, width = round(rows * page.scale[1]), round(cols * page.scale[0])
    turned = pages.read(page.turned(turn))
    found = placed(turned, lambda box: turn.back(box, height, width))
    return replace(found, turned=turn.degrees)


def _surest_turn(classifier: Classifier, blobs: Blobs) -> Turn:
    """Return in which way single pieces look most like symbols."""
    sides = (blobs.boxes[:, 2:] - blobs.boxes[:, :2]).max(axis=1, initial=0)
    low, high = np.multiply(_PIECE_HEIGHTS, np.median(sides) if len(sides) else 0)
    usual = np.flatnonzero((sides >= low) & (sides <= high))
    if len(usual) < 2:
        return Turn.NONE
    chosen = usual[np.unique(np.linspace(0, len(usual) - 1, _TRIED_PIECES).astype(int))]
    pieces = [blobs.cut_out([k]) for k in chosen.tolist()]
    sureness = {turn: _sureness(classifier, pieces, turn) for turn in (Turn.NONE, *TURNED)}
    best = max(sureness, key=lambda turn: sureness[turn])
    gain = sureness[best] - sureness[Turn.NONE]
    return best if gain >= _MIN_PIECE_GAIN else Turn.NONE


def _sureness(classifier: Classifier, pieces: list[Pixels], turn: Turn) -> float:
    fields = np.array([preprocess_found(turn.of(each)) for each in pieces])
    seen = classifier.predict(fields)
    sure = (min(each.knownness, each.candidates[0].confidence) for each in seen)
    return sum(sure) / len(seen)
