"""Options and values that several commands take; each value is checked, and refused in one line."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from recognizer.keeping.windowsize import MAX_SIDE_PIXELS, MIN_SIZE

MAX_WORKERS = 1024
LAST_PORT = 65535
TURNS = ("0", "90", "180", "270", "transposed")
"""As in `pictures.turns`, which takes OpenCV."""
GAMES = ("to-20", "tables", "to-100", "missing", "mixed", "own-sums", "copy", "guess")
"""As in `play.games`, which takes a tenth of a second to load."""


def add_model(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose model and alphabet."""
    parser.add_argument(
        "--model",
        metavar="PATH",
        type=Path,
        help="use another model: a .tflite file beside its .json, or a folder with digits.tflite",
    )
    parser.add_argument(
        "--alphabet",
        metavar="NAME",
        help="what is written, one of those that the model knows (its first if not given; the "
        "model that comes with the program knows digits, numbers, sums, letters and text)",
    )


def add_turn(parser: argparse.ArgumentParser, otherwise: str) -> None:
    """Add the option that tells how pictures lie; `otherwise` is what is done without it."""
    parser.add_argument(
        "--turn",
        choices=TURNS,
        help="turn pictures clockwise by so many degrees before they are read, 0 to take them as "
        f"they lie; transposed for images like those of EMNIST (if not given: {otherwise})",
    )


def game(text: str) -> str:
    """Return the name of a game; nothing means any of them."""
    if text and text not in GAMES:
        raise argparse.ArgumentTypeError(f"there is no game {text!r}, only {', '.join(GAMES)}")
    return text


def count(text: str) -> int:
    """Return a number of workers."""
    if not re.fullmatch(r"\d{1,6}", text) or not 1 <= int(text) <= MAX_WORKERS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {MAX_WORKERS}")
    return int(text)


def port(text: str) -> int:
    """Return a port to serve at; 0 for any free one."""
    if not re.fullmatch(r"\d{1,5}", text) or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to {LAST_PORT}")
    return int(text)


def png_path(text: str) -> Path:
    """Return a path that ends in .png."""
    if not text.lower().endswith(".png"):
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .png")
    return Path(text)


def window_size(text: str) -> tuple[int, int]:
    """Return width and height of a window in pixels."""
    match = re.fullmatch(r"(\d{1,6})[xX](\d{1,6})", text)
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 1280x800")
    width, height = int(match[1]), int(match[2])
    most = MAX_SIDE_PIXELS
    if not (MIN_SIZE[0] <= width <= most and MIN_SIZE[1] <= height <= most):
        least = "x".join(map(str, MIN_SIZE))
        raise argparse.ArgumentTypeError(f"{text} is not between {least} and {most}x{most}")
    return width, height
