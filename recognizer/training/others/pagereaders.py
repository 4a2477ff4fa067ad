"""Other ways to read the digits in a photo, to be measured beside ours.

They read what they can: what is not a digit in their answers is left out. A program or package that
is not there is skipped; none of them is needed for anything else.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np

from recognizer.ink.raster import Pixels
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import preprocess_pixels
from recognizer.pictures.decode import Picture, as_layers, load_picture
from recognizer.reading.parting.layout import Box, in_lines
from recognizer.reading.reader import Reader
from recognizer.training.measure.photos import TRUTH_FILE, entries
from recognizer.version import DISTRIBUTION

ReadLines = Callable[[Picture], list[str]]
"""Returns the digits of each line."""
TESSERACT, RAPIDOCR = "tesseract", "rapidocr_onnxruntime"
"""A program, and a package of the extra `compare`."""
_MIN_CONTOUR_SIDES = 0.02  # of the longer side of the picture; lower contours are dirt
_PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Beside:
    """How one reader did: lines read right, of how many, and seconds for each picture."""

    name: str
    right: int
    of: int
    seconds: float


def page_readers() -> dict[str, ReadLines]:
    """Return our reader and all others that are there, by name."""
    reader, classifier = Reader(), Classifier()
    found: dict[str, ReadLines] = {
        "ours": lambda picture: [line.text for line in reader.read_image(picture).lines],
        "contours and our network": lambda picture: _by_contours(classifier, picture),
    }
    if shutil.which(TESSERACT):
        found["tesseract"] = _by_tesseract
    if find_spec(RAPIDOCR):
        engine = import_module(RAPIDOCR).RapidOCR()
        found["rapidocr"] = lambda picture: _by_rapidocr(engine, picture)
    return found


def missing_readers() -> list[str]:
    """Return for each reader that is not there, in words, how to get it."""
    missing = []
    if not shutil.which(TESSERACT):
        missing.append("tesseract is skipped: there is no such program")
    if not find_spec(RAPIDOCR):
        missing.append(
            f"rapidocr is skipped; it needs Python 3.12 or older and: "
            f"pip install '{DISTRIBUTION}[compare]' (in a checkout: pip install -e '.[compare]')"
        )
    return missing


def measured(name: str, read: ReadLines, folder: Path) -> Beside:
    """Read every picture that the truth file of `folder` names; see `evaluate_photos`.

    Raises
    ------
    DataError
        If the file cannot be read, or a line of it is not as it should be.
    PictureError
        If a picture cannot be read.
    """
    right = of = pictures = 0
    seconds = 0.0
    for file, truth, _ in entries(folder / TRUTH_FILE):
        picture = load_picture(folder / file)
        begin = time.perf_counter()
        lines = Counter("".join(each for each in line if each.isdigit()) for line in read(picture))
        seconds += time.perf_counter() - begin
        right += sum((Counter(truth) & lines).values())
        of, pictures = of + len(truth), pictures + 1
    return Beside(name, right, of, seconds / max(pictures, 1))


def _by_contours(classifier: Classifier, picture: Picture) -> list[str]:
    """Read as most tutorials do: one threshold, and each outer contour is a digit."""
    gray = np.asarray(as_layers(picture).min(axis=2), np.uint8)
    _, inked = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    if np.median(inked) > 0:  # dark on light
        inked = 255 - inked
    contours, _ = cv2.findContours(inked, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    places = [cv2.boundingRect(each) for each in contours]
    least = _MIN_CONTOUR_SIDES * max(gray.shape)
    places = [each for each in places if each[3] >= least and min(each[2:]) < 0.9 * max(gray.shape)]
    if not places:
        return []
    fields = [preprocess_pixels(np.asarray(inked[y : y + h, x : x + w])) for x, y, w, h in places]
    labels = [each.best.label for each in classifier.predict(np.array(fields))]
    return _lines(labels, [(x, y, x + w, y + h) for x, y, w, h in places])


def _by_tesseract(picture: Picture) -> list[str]:
    png = cv2.imencode(".png", as_layers(picture))[1].tobytes()
    command = ["tesseract", "stdin", "stdout", "--psm", "6", "-c"]
    try:
        done = subprocess.run(  # noqa: S603
            [*command, "tessedit_char_whitelist=0123456789"],
            input=png,
            capture_output=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:  # as good as nothing read
        return []
    return done.stdout.decode(errors="replace").splitlines()


def _by_rapidocr(engine: Callable[[Pixels], tuple[object, object]], picture: Picture) -> list[str]:
    layers = as_layers(picture)
    bgr = layers if layers.shape[2] == 3 else np.repeat(layers, 3, axis=2)
    found, _ = engine(np.ascontiguousarray(bgr))
    if not isinstance(found, list):
        return []
    corners = [np.array(each[0]) for each in found]
    boxes = [(*each.min(axis=0).tolist(), *each.max(axis=0).tolist()) for each in corners]
    return _lines([str(each[1]) for each in found], boxes)


def _lines(texts: Sequence[str], boxes: Sequence[Box]) -> list[str]:
    return ["".join(texts[k] for k in line) for line in in_lines(boxes)]
