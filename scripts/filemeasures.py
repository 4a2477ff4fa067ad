"""Measure how fast files are read; `benchmark.py` runs this in a process of its own.

    python scripts/filemeasures.py

Prints one line of JSON. The pictures are drawn from docs/examples.
"""

import argparse
import contextlib
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from recognizer.commands.read import read_files
from recognizer.ink.inkfile import read_ink_file
from recognizer.ink.pixels import scaled
from recognizer.ink.raster import rasterize
from recognizer.pictures.decode import Picture
from recognizer.quiet import quiet_libraries
from recognizer.reading.reader import Reader
from recognizer.reading.scoring import digits_of
from recognizer.training.measure.pages import Glyph, compose_pages

ROOT = Path(__file__).resolve().parent.parent
SMALL_SIDE_PIXELS = 28
SMALL_PICTURES = 1000
MANY_PICTURES = 3000
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
    with tempfile.TemporaryDirectory() as folder:
        files, plain = small_pictures(glyphs, Path(folder))
        workers = many_pictures(glyphs, Path(folder))
    photo, count = large_photo(glyphs)
    reader = Reader()
    found = len(reader.read_image(photo).symbols)
    record = {
        "file": files,
        "plain": plain,
        "workers": workers,
        "photo": statistics.median(timed(lambda: reader.read_image(photo)) for _ in range(ROUNDS)),
        "digits": count,
        "found": found,
    }
    print(json.dumps(record))
    return 0


def small_pictures(glyphs: list[Glyph], folder: Path) -> tuple[float, float]:
    """Return the milliseconds of a processor that a small picture takes, in one process each.

    First with `recognizer read` of the folder, then with a plain loop of OpenCV and LiteRT. They
    are measured in turn, several times, because the speed of a shared machine changes.
    """
    files = [folder / f"{i:05}.png" for i in range(SMALL_PICTURES)]
    for i, file in enumerate(files):
        save_small(glyphs[i % len(glyphs)], file)
    loop = plain_loop()
    read, plain = [], []
    for _ in range(ROUNDS):
        with contextlib.redirect_stdout(io.StringIO()):
            read.append(timed(lambda: read_files([folder]), time.process_time))
        plain.append(timed(lambda: [loop(str(file)) for file in files], time.process_time))
    return tuple(statistics.median(each) * 1e3 / SMALL_PICTURES for each in (read, plain))


def plain_loop() -> Callable[[str], int]:
    """Return what reads a picture of 28x28, bright on black, with no more than what it needs."""
    from ai_edge_litert.interpreter import Interpreter

    with quiet_libraries():
        network = Interpreter(str(ROOT / "models" / "digits.tflite"), num_threads=1)
        network.allocate_tensors()
    taken, given = network.get_input_details(), network.get_output_details()
    logits = min(given, key=lambda each: int(each["shape"][-1]))  # the others are the embedding

    def read(file: str) -> int:
        picture = cv2.imread(file, cv2.IMREAD_GRAYSCALE)
        assert picture is not None  # noqa: S101  (we have written it)
        network.set_tensor(taken[0]["index"], np.float32(picture)[None, ..., None] / 255)
        network.invoke()
        return int(network.get_tensor(logits["index"]).argmax())

    return read


def many_pictures(glyphs: list[Glyph], folder: Path) -> float:
    """Return how many times as fast the command reads many small pictures with two processes."""
    for i in range(SMALL_PICTURES, MANY_PICTURES):
        save_small(glyphs[i % len(glyphs)], folder / f"{i:05}.png")
    command = [sys.executable, "-m", "recognizer", "read", str(folder), "--workers"]
    ratios = []
    for _ in range(2):
        one, two = (
            timed(partial(subprocess.run, [*command, count], stdout=subprocess.DEVNULL, check=True))
            for count in "12"
        )
        ratios.append(one / two)
    return statistics.median(ratios)


def save_small(glyph: Glyph, path: Path) -> None:
    """Write a digit as a picture of 28x28, bright on black, as MNIST is."""
    field = np.zeros((SMALL_SIDE_PIXELS, SMALL_SIDE_PIXELS), np.uint8)
    ink = scaled(glyph.pixels, (SMALL_SIDE_PIXELS - 8) / max(glyph.pixels.shape))
    top, left = (SMALL_SIDE_PIXELS - ink.shape[0]) // 2, (SMALL_SIDE_PIXELS - ink.shape[1]) // 2
    field[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    cv2.imwrite(str(path), field)


def large_photo(glyphs: list[Glyph]) -> tuple[Picture, int]:
    """Return a page as a photo of 12 megapixels, and how many digits are on it: about 50."""
    pages = compose_pages(glyphs, 40, seed=1)
    page = min(pages, key=lambda each: abs(len(digits_of(each.text)) - PHOTO_DIGITS))
    photo = cv2.resize(page.picture, PHOTO_SIZE_PIXELS, interpolation=cv2.INTER_CUBIC)
    return np.asarray(photo, np.uint8), len(digits_of(page.text))


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how many seconds `work` takes, by that clock."""
    start = clock()
    work()
    return clock() - start


if __name__ == "__main__":
    sys.exit(main())
