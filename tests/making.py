"""What the tests make for themselves: pictures, ink files, a tiny data folder; and how they run."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from traceback import walk_stack
from typing import Any

import numpy as np
import numpy.typing as npt
from strokes import DIGITS, moved, shifted

from recognizer import Ink
from recognizer.ink.raster import rasterize
from recognizer.network.card import read_card
from recognizer.network.preprocess import preprocess_ink
from recognizer.resources import models_dir

Bytes = npt.NDArray[np.uint8]

ROOT = Path(__file__).resolve().parent.parent

NO_DIGITS: dict[str, dict[str, Ink]] = {
    "unipen-letters": {
        "H": Ink.from_points([[(0, 0), (0, 90)], [(60, 0), (60, 90)], [(0, 45), (60, 45)]]),
        "W": Ink.from_points([[(0, 0), (20, 80), (40, 20), (60, 80), (80, 0)]]),
        "k": Ink.from_points([[(0, 0), (0, 90)], [(40, 40), (4, 60), (44, 90)]]),
    },
    "unipen-symbols": {
        "+": Ink.from_points([[(0, 40), (80, 40)], [(40, 0), (40, 80)]]),
        "=": Ink.from_points([[(0, 0), (70, 0)], [(0, 30), (70, 30)]]),
        "-": Ink.from_points([[(0, 0), (70, 4)]]),
    },
    "omniglot-drawings": {
        "fork": Ink.from_points([[(0, 0), (0, 40), (60, 40), (60, 0)], [(30, 0), (30, 100)]]),
        "step": Ink.from_points([[(0, 0), (30, 0), (30, 30), (60, 30), (60, 60), (90, 60)]]),
        "tent": Ink.from_points([[(0, 80), (40, 0), (80, 80), (0, 80)], [(40, 0), (40, 80)]]),
    },
}
"""What is no digit, for each file of such: letters, symbols and drawings by their label."""
SIGNS = {
    "\N{MULTIPLICATION SIGN}": Ink.from_points([[(0, 0), (60, 60)], [(60, 0), (0, 60)]]),
    "\N{DIVISION SIGN}": Ink.from_points([[(0, 40), (80, 40)], [(40, 10)], [(40, 70)]]),
    "\N{MINUS SIGN}": Ink.from_points([[(0, 0), (70, 4)]]),
    "\N{INFINITY}": Ink.from_points([[(0, 20), (20, 0), (60, 40), (80, 20), (60, 0), (20, 40)]]),
}
"""Signs of mathematics, one of which the networks do not learn."""
LEARNED, HELD_OUT = "writer 1", "writer 10"
"""Two `train` writers: one to learn from, and one whose ink is kept for calibration."""


@contextmanager
def started(arguments: Sequence[object], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """Run a command while the block does; if the block fails, kill it instead of waiting for it."""
    with subprocess.Popen(list(map(str, arguments)), **options) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def run_python(
    *arguments: object, timeout: float = 120, cwd: Path | None = None, **environment: str | None
) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own; an environment variable of None is taken away."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=cwd,
        env=changed_environment(**environment),
        check=False,
    )


def changed_environment(**changes: str | None) -> dict[str, str]:
    """Return the environment in which the package is found, with `changes`."""
    wanted = {**os.environ, "PYTHONPATH": str(ROOT), **changes}
    return {name: value for name, value in wanted.items() if value is not None}


def write_program(path: Path, code: str) -> None:
    """Write a program that runs `code` in Python; its name is that of `path`.

    By the shell, as a "#!" line holds no path with a space, which this checkout may have.
    """
    source = path.with_name(f"{path.name}.py")
    source.write_text(code)
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{source}" "$@"\n')
    path.chmod(0o755)


@contextmanager
def calls_within_calls(most: int) -> Iterator[None]:
    """Let Python call only `most` levels deeper than here: what is nested deeper needs no folder
    that is too deep for others, pytest's own cleaning up among them."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(sum(1 for _ in walk_stack(None)) + most)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def picture_of(ink: Ink, margin: int = 40) -> Bytes:
    """Return (rows, cols) uint8: `ink` dark on light paper."""
    drawn = np.pad(rasterize(ink), margin)
    return np.asarray(230 - 0.8 * drawn, np.uint8)


def png_bytes(width: int, height: int) -> bytes:
    """Return a black PNG of any size, made without ever holding its pixels."""
    packer = zlib.compressobj(1)
    row = bytes(1 + width)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def gif(*frames: Bytes, palette: bytes) -> bytes:
    """Return an animation of frames of indices below 128, each code of 8 bits by itself.

    A clear code before the table has grown keeps the codes that long.
    """
    rows, cols = frames[0].shape
    screen = struct.pack("<HHBBB", cols, rows, 0xF6, 0, 0)
    parts = [b"GIF89a", screen, palette.ljust(3 * 128, b"\0")]
    for frame in frames:
        codes = bytearray()
        for start in range(0, frame.size, 100):
            codes += bytes([128]) + frame.ravel()[start : start + 100].tobytes()
        codes.append(129)
        blocks = [codes[i : i + 255] for i in range(0, len(codes), 255)]
        parts += [b"\x21\xf9\x04\0\x0a\0\0\0", b"," + struct.pack("<HHHHB", 0, 0, cols, rows, 0)]
        parts += [b"\x07", *(bytes([len(block)]) + block for block in blocks), b"\0"]
    return b"".join([*parts, b";"])


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def ink_line(ink: Ink, **known: str) -> str:
    """Return `ink` as a line of an ink file, with what is known of it."""
    return json.dumps({**json.loads(ink.to_json()), **known})


def write_lines(path: Path, lines: Iterable[str]) -> Path:
    """Write `lines` to `path`, gzipped if its name says so."""
    text = "".join(line + "\n" for line in lines).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def write_idx(path: Path, array: Bytes) -> Path:
    """Write an IDX file of bytes, gzipped if its name says so."""
    shape = b"".join(struct.pack(">I", side) for side in array.shape)
    content = bytes([0, 0, 8, array.ndim]) + shape + array.tobytes()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def digit_images() -> tuple[Bytes, Bytes]:
    """Return one (28, 28) image of each digit, as MNIST has them, and their labels."""
    images = [np.rint(preprocess_ink(ink) * 255) for ink in DIGITS.values()]
    return np.array(images, np.uint8), np.array([int(digit) for digit in DIGITS], np.uint8)


def write_mnist(folder: Path, part: str, repeats: int = 1) -> None:
    """Write images and labels of one `part` of a tiny MNIST into `folder`."""
    images, labels = digit_images()
    write_idx(folder / f"{part}-images-idx3-ubyte.gz", np.concatenate([images] * repeats))
    write_idx(folder / f"{part}-labels-idx1-ubyte.gz", np.concatenate([labels] * repeats))


def write_data_folder(data: Path) -> Path:
    """Write a tiny data folder, laid out as the shared one, and return it."""
    (data / "mnist").mkdir(parents=True)
    (data / "ink").mkdir()
    write_mnist(data / "mnist", "train", repeats=3)
    write_mnist(data / "mnist", "t10k")
    for name, lean in (("unipen-digits", 0.2), ("pendigits-train", -0.1)):
        lines = [
            ink_line(ink_of(ink), label=digit, split=split)
            for split, ink_of in (
                ("train", partial(_leaning, lean=lean)),
                ("train", partial(_leaning, lean=lean / 2)),
                ("dev", _moved),
            )
            for digit, ink in DIGITS.items()
        ]
        write_lines(data / "ink" / f"{name}.jsonl.gz", lines)
    for name, drawn in {**NO_DIGITS, "detexify-symbols": SIGNS, "ipad-digits": DIGITS}.items():
        lines = [
            ink_line(ink_of(ink), label=label, split=split)
            for split, ink_of in (("train", _leaning), ("dev", _moved))
            for label, ink in drawn.items()
        ]
        write_lines(data / "ink" / f"{name}.jsonl.gz", lines)
    lines = [
        ink_line(_leaning(ink), label=label, split=split, writer=writer)
        for split, writer in (("train", LEARNED), ("train", HELD_OUT), ("dev", "dev"))
        for label, ink in {**DIGITS, **NO_DIGITS["unipen-letters"]}.items()
    ]
    write_lines(data / "ink" / "uji-characters.jsonl.gz", lines)
    return data


def _leaning(ink: Ink, lean: float = 0.2) -> Ink:
    return moved(ink, lambda points: points @ np.array([[1.0, 0.0], [-lean, 1.0]]))


def _moved(ink: Ink) -> Ink:
    return shifted(ink, 300, 200)


def labels_for(first: Iterable[str]) -> list[str]:
    """Return as many labels as the shipped model has: `first`, then names that nobody writes."""
    card = read_card(models_dir() / "digits.json")
    named = list(first)
    return [*named, *(f"unnamed {place}" for place in range(len(named), len(card.labels)))]


def copy_unsure_model(folder: Path, **changes: Any) -> Path:
    """Copy the shipped model as one that is hardly sure of any ink or picture."""
    path = read_card(models_dir() / "digits.json").record.get("path")
    weights = path and {"path": path | {"weight": 0.04, "picture_weight": 0.04}}
    return copy_model(folder, temperature=20.0, **(weights or {}), **changes)


def copy_model(folder: Path, **changes: Any) -> Path:
    """Copy the shipped model into `folder` with `changes` in its card; None takes a key away."""
    for network in models_dir().glob("*.tflite"):
        shutil.copy(network, folder)
    card = json.loads((models_dir() / "digits.json").read_text(encoding="utf-8")) | changes
    kept = {key: value for key, value in card.items() if value is not None}
    (folder / "digits.json").write_text(json.dumps(kept), encoding="utf-8")
    return folder
