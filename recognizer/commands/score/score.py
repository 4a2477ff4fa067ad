"""Reads what is labeled, and tells how much of it was read right."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from recognizer.commands.read.progress import Progress
from recognizer.commands.read.sets import TRANSPOSED_HINT, readings_of, seem_transposed
from recognizer.commands.score.labels import LabeledFile, labeled_files
from recognizer.commands.score.tally import Misread, Tally
from recognizer.console import BAD_INPUT, NOTHING_READ, complain, json_line
from recognizer.disk.atomicfile import write_atomically
from recognizer.errors import DataError, FileError, RecognizerError, naming
from recognizer.ink import Ink
from recognizer.ink.inkfile import is_ink_file, read_ink_file
from recognizer.ink.raster import rasterize
from recognizer.lessons import Lessons
from recognizer.network.alphabet import Alphabet
from recognizer.pictures.contactsheet import PAPER, Sheet
from recognizer.pictures.decode import Picture, as_layers, is_picture_file
from recognizer.pictures.imagesets import is_image_set, load_images
from recognizer.pictures.pages import load_pages
from recognizer.pictures.turns import as_turn
from recognizer.reading.reader import Reader
from recognizer.reading.result import Reading

_SIDE_PIXELS = 96  # of a small picture on the sheet
_SOME_BAD = 1


def score_files(
    path: Path,
    model: Path | None = None,
    as_json: bool = False,
    *,
    sheet: Path | None = None,
    lessons: Lessons = (),
    alphabet: str | None = None,
    turn: str | None = None,
) -> int:
    """Read all that is labeled at `path`, print how much is right, and return the exit code.

    It is a folder (see `labeled_files`), a set of images with labels, or a file of ink with labels.
    Each one that was misread is told as it comes; a picture of them is written to `sheet`.
    `turn` is as for `Reader.read_image`, all else as for `Reader`.

    0: all was read, right or wrong; 1: nothing was, or some files could not be read; 2: the path
    cannot be read at all.

    Raises
    ------
    ModelError
        If the model cannot be used.
    DataError
        If the labels cannot be read.
    FileError
        If `sheet` cannot be written.
    """
    scorer = _Scorer(Reader(model, lessons, alphabet), as_json, turn)
    if path.is_dir():
        scorer.score_folder(path)
    elif path.exists():
        scorer.score_file(path)
    else:
        raise DataError(f"{path}: no such file or folder")
    if not scorer.tally.of:
        if scorer.is_bad:  # each bad file, or that the folder is empty, was told as it came
            return BAD_INPUT
        complain(f"{path}: nothing in it has a label that can be read")
        return NOTHING_READ
    if as_json:
        scorer.say([json_line(scorer.tally.record())])
    else:
        scorer.say(scorer.tally.lines())
    if sheet and scorer.tally.misread:
        with naming(sheet, FileError):
            write_atomically(sheet, cv2.imencode(".png", scorer.tally.sheet())[1].tobytes())
    return _SOME_BAD if scorer.is_bad else 0


class _Scorer:
    def __init__(self, reader: Reader, as_json: bool, turn: str | None) -> None:
        self.tally = Tally()
        self.is_bad = False
        self._reader = reader
        self._as_json = as_json
        self._turn = turn

    def score_folder(self, folder: Path) -> None:
        """Score each file of the folder; of one that cannot be read, a line says so."""

        def files() -> Iterator[LabeledFile]:
            return labeled_files(folder, self._is_label)

        with Progress(lambda: sum(1 for _ in files()), sys.stderr) as shown:
            for each in files():
                with shown.aside():
                    self._score_one(each)
                shown.advance()

    def score_file(self, path: Path) -> None:
        """Score a set of images, or a file of ink, that has labels."""
        if is_image_set(path):
            self._score_set(path)
        elif is_ink_file(path):
            for each in read_ink_file(path):
                where = f"{path}:{each.line}"
                self._add(where, each.label, self._reader.read_ink(each.ink), _drawn(each.ink))
        else:
            raise DataError(f"{path}: neither a folder nor a data set with labels")

    def say(self, lines: Sequence[str]) -> None:
        sys.stdout.write("".join(line + "\n" for line in lines))
        sys.stdout.flush()

    def _score_one(self, file: LabeledFile) -> None:
        path = file.source.path
        try:
            if file.source.fault:
                raise FileError(file.source.fault)
            if not file.label:
                self.tally.unlabeled += 1
            elif is_picture_file(path):
                pages = load_pages(path)
                picture = pages.page(pages.numbers[0])
                self._add(
                    str(path), file.label, self._reader.read_image(picture, self._turn), picture
                )
            else:
                ink = next(read_ink_file(path)).ink
                self._add(str(path), file.label, self._reader.read_ink(ink), _drawn(ink))
        except RecognizerError as error:
            self.is_bad = True
            complain(str(error))

    def _score_set(self, path: Path) -> None:
        images = load_images(path)
        if not images.labels:
            raise DataError(f"{path}: has no labels")
        if self._turn:
            images = images.turned(as_turn(self._turn))
        elif seem_transposed(self._reader, images):
            complain(f"{path}: {TRANSPOSED_HINT}")
        for number, reading in readings_of(self._reader, images):
            label, picture = images.labels[number - 1], images.images[number - 1]
            self._add(f"{path}:{number}", label, reading, picture)

    def _add(self, where: str, label: str, reading: Reading, picture: Picture) -> None:
        label = _as_symbols(label, self._reader.alphabet)
        read = Misread(where, label, reading.text, reading.confidence, _thumbnail(picture))
        if not self.tally.add(read) and not self._as_json:
            self.say([str(read)])

    def _is_label(self, name: str) -> bool:
        """Tell whether the name of a folder or file is a label: one symbol, or a number."""
        is_symbol = len(name) == 1 and self._reader.alphabet.typed(name) is not None
        return is_symbol or (name.isdecimal() and name.isascii())


def _as_symbols(label: str, alphabet: Alphabet) -> str:
    """Return `label` as `alphabet` writes it, which may take large and small letters as one."""
    return "".join(alphabet.typed(each) or each for each in label)


def _drawn(ink: Ink) -> Picture:
    return 255 - rasterize(ink, size=_SIDE_PIXELS)


def _thumbnail(picture: Picture) -> Sheet:
    """Return a picture as (96, 96) gray, as large as fits, with paper around it."""
    layers = as_layers(picture)
    gray = layers[..., 0] if layers.shape[2] == 1 else cv2.cvtColor(layers, cv2.COLOR_BGR2GRAY)
    rows, cols = gray.shape
    scale = _SIDE_PIXELS / max(rows, cols)
    size = max(1, round(cols * scale)), max(1, round(rows * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST
    small = cv2.resize(gray, size, interpolation=way)
    sheet = np.full((_SIDE_PIXELS, _SIDE_PIXELS), PAPER, np.uint8)
    top, left = (_SIDE_PIXELS - size[1]) // 2, (_SIDE_PIXELS - size[0]) // 2
    sheet[top : top + size[1], left : left + size[0]] = small
    return sheet
