"""Converts public originals: UNIPEN, pendigits, UJI and Omniglot to ink, MNIST to IDX files."""

from __future__ import annotations

import gzip
import hashlib
import os
import string
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import uncompresspy

from recognizer.errors import DataError, reason
from recognizer.ink.unipen import delineated, following, parse_unipen, read_unipen
from recognizer.training.data.archives import members
from recognizer.training.data.inklines import Written
from recognizer.training.data.objectarrays import read_object_array

DEV_CONTRIBUTORS = frozenset({"apb", "imp", "tos", "uqb"})
"""The contributors of UNIPEN that are not used for training."""
PENDIGITS_DEV_FROM = 25
"""The last six of the 30 writers of pendigits are not used for training."""
UJI_DEV_FROM = 10
"""The last two of the 11 writers of UJIpenchars are not used for training."""
OMNIGLOT_DRAWINGS, OMNIGLOT_DEV, OMNIGLOT_KEPT, OMNIGLOT_SEED = 32_000, 2_000, 12_000, 0
"""Drawings in the file, drawings in `dev`, drawings used at all, and the seed that chooses them."""

UNIPEN_FILES = {
    "unipen-digits": (("1a",), string.digits),
    "unipen-letters": (("1b", "1c"), string.ascii_letters),
    "unipen-symbols": (("1d",), string.punctuation.replace("\\", "")),
}
"""Categories of train_r01_v07 and the labels that are used; the backslash was never used."""
IDX_FILES = {
    "x_train": "train-images-idx3-ubyte.gz",
    "y_train": "train-labels-idx1-ubyte.gz",
    "x_test": "t10k-images-idx3-ubyte.gz",
    "y_test": "t10k-labels-idx1-ubyte.gz",
}
"""The arrays of Keras's mnist.npz and the files they were made from."""


def unipen_inks(root: Path, name: str) -> Iterator[Written]:
    """Yield the inks of ``unipen-digits``, ``-letters`` or ``-symbols`` from train_r01_v07.

    `root` is the folder that holds ``data`` and ``include``.

    Raises
    ------
    DataError
        If a file is missing or malformed.
    """
    categories, labels = UNIPEN_FILES[name]
    for category in categories:
        folder = root / "data" / category
        for path in sorted(folder.rglob("*.dat"), key=lambda path: path.relative_to(folder).parts):
            contributor = path.relative_to(folder).parts[0]
            yield from _unipen_file(path, root / "include", contributor, labels)


def pendigits_inks(path: Path) -> Iterator[Written]:
    """Yield the inks of ``pendigits-orig.tra.Z``; comments there say digit, writer and number.

    Raises
    ------
    DataError
        If the file is missing or malformed.
    """
    page = parse_unipen(uncompress(path).decode("latin-1"), path)
    for segment, strokes in following(page):
        words = segment.note.split()
        if len(words) < 2 or not words[1].isdecimal():
            raise DataError(f"{path}: no writer in the comment {segment.note!r}")
        split = "dev" if int(words[1]) >= PENDIGITS_DEV_FROM else "train"
        if strokes:
            yield Written(segment.label, f"pendigits/{words[1]}", "pendigits", split, strokes)


def uji_inks(packed: Path) -> Iterator[Written]:
    """Yield the letters and digits of UJIpenchars, as UCI packs it: a UNIPEN file for each writer.

    Points follow their segment, as in pendigits, but with y down (``uji.names`` there).

    Raises
    ------
    DataError
        If the file is missing or malformed.
    """
    pages = members(packed, r"UJIpenchars-w\d\d")
    if not pages:
        raise DataError(f"{packed}: no files UJIpenchars-w01 to -w11 in it")
    for name, content in pages.items():
        writer = name[-3:]
        split = "dev" if int(writer[1:]) >= UJI_DEV_FROM else "train"
        for segment, strokes in following(parse_unipen(content.decode("latin-1"), packed / name)):
            if len(segment.label) != 1 or segment.label not in string.ascii_letters + string.digits:
                raise DataError(f"{packed}: {name}: {segment.label!r} is not a letter or digit")
            if strokes:
                yield Written(segment.label, f"uji/{writer}", "uji", split, strokes, y_down=True)


def omniglot_inks(path: Path) -> Iterator[Written]:
    """Yield the drawings in ``omniglot.npz`` (in sketch-rnn's form: steps dx, dy, pen up).

    Raises
    ------
    DataError
        If the file is missing or malformed.
    """
    drawings = [
        drawing for part in ("train", "valid", "test") for drawing in read_object_array(path, part)
    ]
    if len(drawings) != OMNIGLOT_DRAWINGS:
        raise DataError(f"{path}: {len(drawings):,} drawings, not {OMNIGLOT_DRAWINGS:,}")
    for number, split in chosen_drawings():
        strokes = strokes_of_steps(drawings[number])
        yield Written("drawing", f"omniglot/{number}", "omniglot", split, strokes, y_down=True)


def chosen_drawings() -> Iterator[tuple[int, str]]:
    """Yield the number and the split of every drawing that is used, in the order of the file."""
    order = np.random.default_rng(OMNIGLOT_SEED).permutation(OMNIGLOT_DRAWINGS)
    for place, number in enumerate(order[:OMNIGLOT_KEPT].tolist()):
        yield number, "dev" if place < OMNIGLOT_DEV else "train"


def strokes_of_steps(steps: npt.NDArray[np.int16]) -> list[list[list[float]]]:
    """Return the strokes of (n, 3) steps: dx, dy, and 1 where the pen is lifted after it."""
    points = np.cumsum(steps[:, :2], axis=0, dtype=np.float64)
    ends = np.flatnonzero(steps[:, 2]) + 1
    return [part.tolist() for part in np.split(points, ends) if len(part)]


def uncompress(path: Path) -> bytes:
    """Return the content of the ``.Z`` file `path`.

    compress(1) writes neither length nor checksum, so this cannot notice that a file was cut
    short. Check the file first.

    Raises
    ------
    DataError
        If the file cannot be read, or was not written by compress(1).
    """
    try:
        with path.open("rb") as packed, uncompresspy.LZWFile(packed) as stream:
            return bytes(stream.read())
    except (OSError, ValueError, EOFError) as error:
        raise DataError(f"{path}: not a file of compress(1): {reason(error)}") from None


def write_mnist(npz: Path, folder: Path) -> dict[str, str]:
    """Write Keras's ``mnist.npz`` as IDX files; return the SHA-256 of the content of each.

    Raises
    ------
    DataError
        If the file is missing or holds other arrays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    digests = {}
    for key, name in IDX_FILES.items():
        content = idx_bytes(_read_array(npz, key))
        digests[name] = hashlib.sha256(content).hexdigest()
        part = folder / (name + ".part")
        part.write_bytes(gzip.compress(content, 6, mtime=0))
        os.replace(part, folder / name)
    return digests


def idx_bytes(array: npt.NDArray[np.uint8]) -> bytes:
    """Return an IDX file of unsigned bytes (`imagesets.read_idx` describes the format)."""
    shape = np.array(array.shape, ">u4").tobytes()
    return bytes([0, 0, 8, array.ndim]) + shape + array.tobytes()


def _unipen_file(path: Path, includes: Path, contributor: str, labels: str) -> Iterator[Written]:
    page = read_unipen(path, includes)
    split = "dev" if contributor in DEV_CONTRIBUTORS else "train"
    writer = f"unipen/{contributor}/{page.writer}"
    for segment in page.segments:
        if segment.level == "CHARACTER" and len(segment.label) == 1 and segment.label in labels:
            strokes = delineated(page, segment.where)
            if strokes:
                yield Written(segment.label, writer, "unipen", split, strokes)


def _read_array(npz: Path, key: str) -> npt.NDArray[np.uint8]:
    try:
        with npz.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            array = arrays[key]
    except (OSError, ValueError, KeyError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise DataError(f"{npz}: no array {key}: {reason(error)}") from None
    if array.dtype != np.uint8:
        raise DataError(f"{npz}: {key} holds {array.dtype}, not uint8")
    return np.asarray(array, np.uint8)
