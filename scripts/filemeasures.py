"""Measure how fast files are read; `benchmark.py` runs this in a process of its own.

    python scripts/filemeasures.py

Prints one line of JSON. The pictures are drawn from docs/examples.
"""

import argparse
import contextlib
import io
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from recognizer.commands.read import read_files
from recognizer.ink.inkfile import read_ink_file
from recognizer.ink.pixels import scaled
from recognizer.ink.raster import rasterize
from recognizer.network.classifier import Classifier
from recognizer.pictures.decode import Picture
from recognizer.reading.reader import Reader
from recognizer.reading.scoring import digits_of
from recognizer.training.measure.pages import Glyph, compose_pages

ROOT = Path(__file__).resolve().parent.parent
SMALL_SIDE_PIXELS = 64
SMALL_PICTURES = 400
PHOTO_SIZE_PIXELS = (4000, 3000)
PHOTO_DIGITS = 50
ROUNDS = 7


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args()
    glyphs = [
        Glyph(each.label, rasterize(each.ink))
        for each in read_ink_file(ROOT / "docs" / "examples" / "digits.jsonl")
    ]
    files, plain = small_pictures(glyphs)
    photo, count = large_photo(glyphs)
    reader = Reader()
    found = len(reader.read_image(photo).symbols)
    record = {
        "file": files,
        "plain": plain,
        "photo": statistics.median(timed(lambda: reader.read_image(photo)) for _ in range(ROUNDS)),
        "digits": count,
        "found": found,
    }
    print(json.dumps(record))
    return 0


def small_pictures(glyphs: list[Glyph]) -> tuple[float, float]:
    """Return the milliseconds for a small picture, with `recognizer read` and with a LiteRT loop.

    Both are measured in turn, several times, because the speed of a shared machine changes.
    """
    fields = np.random.default_rng(0).random((SMALL_PICTURES, 1, 28, 28), np.float32)
    classifier = Classifier()
    read, plain = [], []
    with tempfile.TemporaryDirectory() as folder:
        for i in range(SMALL_PICTURES):
            save_small(glyphs[i % len(glyphs)], Path(folder) / f"{i:04}.png")
        for _ in range(ROUNDS):
            with contextlib.redirect_stdout(io.StringIO()):
                read.append(timed(lambda: read_files([folder])))
            plain.append(timed(lambda: [classifier.infer(field) for field in fields]))
    return tuple(statistics.median(each) * 1e3 / SMALL_PICTURES for each in (read, plain))


def save_small(glyph: Glyph, path: Path) -> None:
    """Write a digit as a picture of 64x64, black on white."""
    field = np.full((SMALL_SIDE_PIXELS, SMALL_SIDE_PIXELS), 255, np.uint8)
    ink = scaled(glyph.pixels, (SMALL_SIDE_PIXELS - 16) / max(glyph.pixels.shape))
    top, left = (SMALL_SIDE_PIXELS - ink.shape[0]) // 2, (SMALL_SIDE_PIXELS - ink.shape[1]) // 2
    field[top : top + ink.shape[0], left : left + ink.shape[1]] -= ink
    cv2.imwrite(str(path), field)


def large_photo(glyphs: list[Glyph]) -> tuple[Picture, int]:
    """Return a page as a photo of 12 megapixels, and how many digits are on it: about 50."""
    pages = compose_pages(glyphs, 40, seed=1)
    page = min(pages, key=lambda each: abs(len(digits_of(each.text)) - PHOTO_DIGITS))
    photo = cv2.resize(page.picture, PHOTO_SIZE_PIXELS, interpolation=cv2.INTER_CUBIC)
    return np.asarray(photo, np.uint8), len(digits_of(page.text))


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
