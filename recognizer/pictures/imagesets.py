"""Files of many small images: IDX (MNIST), NumPy's ``.npy`` and ``.npz``, and Kaggle's CSV.

In an array, images are (n, rows, cols), with one more axis for color, or (n, pixels) if they are
square. In CSV each line is an image; its first column is the label if it is called so, or if there
is one column more than a square image has pixels.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from recognizer.disk.regularfile import open_regular, read_regular
from recognizer.errors import DataError, naming, reason
from recognizer.pictures.turns import Turn

SUFFIXES = (".npy", ".npz", ".csv", ".idx", ".idx.gz", "-ubyte", "-ubyte.gz")
MAX_BYTES = 2 * 2**30
"""Of a file, unpacked: ten times MNIST as CSV."""
_LINES_AT_ONCE = 2000
_MOST_VALUES = 2**32  # from the darkest to the brightest
_MIN_SIDE_PIXELS = 8  # scikit-learn's digits

Values = npt.NDArray[Any]
Images = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class ImageSet:
    """Images (n, rows, cols) or (n, rows, cols, 3), and their labels if the file has them."""

    images: Images
    labels: tuple[str, ...] = ()

    def turned(self, turn: Turn) -> ImageSet:
        """Return the same set with each image turned."""
        return ImageSet(np.array([turn.of(each) for each in self.images]), self.labels)


def is_image_set(path: Path) -> bool:
    """Tell by its name whether `path` may hold many images."""
    return path.name.lower().endswith(SUFFIXES)


def load_images(path: Path) -> ImageSet:
    """Load all images in the file at `path`.

    Values of 0 to 1, or 0 to 16, are stretched to 255; what has values below 0 begins at 0.

    Raises
    ------
    DataError
        If it cannot be read, or holds no images.
    """
    name = path.name.lower()
    if name.endswith(".csv"):
        return _load_csv(path)
    if name.endswith(".npz"):
        return _load_npz(path)
    values = _load_npy(path) if name.endswith(".npy") else read_idx(path)
    return ImageSet(_as_images(values, path), _labels_beside(path))


def read_idx(path: Path) -> npt.NDArray[np.uint8]:
    """Read an IDX file of unsigned bytes, gzipped or plain.

    The format is that of http://yann.lecun.com/exdb/mnist: two zero bytes, the type 0x08, the
    number of dimensions, each dimension as a big-endian uint32, then the data.

    Raises
    ------
    DataError
        If the file is missing, truncated or not an IDX file of bytes.
    """
    with naming(path, DataError, OSError, EOFError, zlib.error):
        data = read_regular(path, MAX_BYTES)
        if path.suffix == ".gz":
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
                data = stream.read(MAX_BYTES)
    if len(data) < 4 or data[:3] != b"\0\0\x08":
        raise DataError(f"{path}: not an IDX file of bytes")
    start = 4 + 4 * data[3]
    shape = [int.from_bytes(data[k : k + 4], "big") for k in range(4, start, 4)]
    if len(data) - start != math.prod(shape):
        raise DataError(f"{path}: truncated, or longer than its header says")
    return np.asarray(np.frombuffer(data, np.uint8, offset=start).reshape(shape), np.uint8)


def _labels_beside(path: Path) -> tuple[str, ...]:
    """Return the labels of MNIST's images, which lie in a file of their own."""
    beside = path.with_name(path.name.replace("images", "labels").replace("idx3", "idx1"))
    if beside == path or not beside.is_file():
        return ()
    return tuple(map(str, read_idx(beside).ravel().tolist()))


def _load_npy(path: Path) -> Values:
    with _told(path):
        stream = io.BytesIO(read_regular(path, MAX_BYTES))
        return np.asarray(np.load(stream, allow_pickle=False))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn whatever NumPy raises of a damaged file, which may be anything, into a DataError."""
    try:
        yield
    except DataError:
        raise
    except OSError as error:
        raise DataError(f"{path}: {reason(error)}") from None
    except Exception as error:
        said = str(error).partition("\n")[0]
        raise DataError(f"{path}: no arrays that can be read: {said}") from None


def _load_npz(path: Path) -> ImageSet:
    """Load all arrays of images, one after the other; ``y_test`` holds the labels of ``x_test``."""
    with _told(path), open_regular(path, MAX_BYTES) as stream:
        with zipfile.ZipFile(stream) as packed:
            if sum(each.file_size for each in packed.infolist()) > MAX_BYTES:
                raise DataError(f"{path}: unpacks to more than {MAX_BYTES // 2**20} MiB")
        stream.seek(0)
        with np.load(stream, allow_pickle=False) as arrays:
            parts = {key: arrays[key] for key in arrays.files}
    images = {key: each for key, each in parts.items() if each.ndim > 1}
    if not images:
        raise DataError(f"{path}: no array of images in it")
    sets = [_as_images(each, path) for each in images.values()]
    if len({each.shape[1:] for each in sets}) > 1:
        raise DataError(f"{path}: images of several sizes in it")
    labels = [parts.get(_label_key(key)) for key in images]
    known = [str(each) for some in labels if some is not None for each in some.ravel().tolist()]
    whole = np.concatenate(sets)
    return ImageSet(whole, tuple(known) if len(known) == len(whole) else ())


def _label_key(key: str) -> str:
    return "y" + key[1:] if key[:1] == "x" else key.replace("images", "labels").replace("X", "y")


def _load_csv(path: Path) -> ImageSet:
    with naming(path, DataError, OSError, ValueError), open_regular(path, MAX_BYTES) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        first = text.readline(2**20)
        heads = next(csv.reader([first]), [])
        has_heads = any(not _is_number(each) for each in heads)
        chunks = list(_chunks(text, [] if has_heads else [first]))
        if not chunks:
            raise DataError(f"{path}: holds no images")
        rows = np.concatenate(chunks)
    has_labels = heads[0].strip().lower() == "label" or _side(rows.shape[1]) is None
    pixels = rows[:, 1:] if has_labels else rows
    labels = tuple(f"{each:g}" for each in rows[:, 0].tolist()) if has_labels else ()
    return ImageSet(_as_images(pixels, path), labels)


def _chunks(lines: io.TextIOWrapper, first: Sequence[str]) -> Iterator[Values]:
    """Yield the numbers of a few thousand lines at a time, in bytes where these will do."""
    begin = list(first)
    while some := [*begin, *islice(lines, _LINES_AT_ONCE - len(begin))]:
        begin = []
        full = [line for line in some if line.strip()]
        if full:
            values = np.loadtxt(full, np.float32, delimiter=",", ndmin=2)
            whole = values.astype(np.uint8) if _fits_bytes(values) else values
            yield whole


def _fits_bytes(values: Values) -> bool:
    in_range = np.isfinite(values).all() and values.min() >= 0 and values.max() <= 255
    return bool(in_range and (values == np.rint(values)).all())


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _side(pixels: int) -> int | None:
    """Return the side of a square image of so many pixels, if it is one."""
    side = math.isqrt(pixels)
    return side if side * side == pixels and side >= _MIN_SIDE_PIXELS else None


def _as_images(values: Values, path: Path) -> Images:
    """Return an array of any shape and numbers as images of bytes."""
    if values.dtype.kind not in "buif" or values.size == 0:
        raise DataError(f"{path}: {values.dtype} {values.shape} are no images")
    side = _side(values.shape[-1]) if values.ndim < 3 else None
    if side is not None and values.shape[-1] != values.shape[0]:
        values = values.reshape(-1, side, side)
    elif values.ndim == 2:
        values = values[None]
    if values.ndim == 4 and 1 in (values.shape[1], values.shape[3]):
        values = values.reshape(values.shape[0], *(each for each in values.shape[1:] if each > 1))
    is_color = values.ndim == 4 and values.shape[3] == 3
    if values.ndim != 3 and not is_color:
        raise DataError(f"{path}: an array of shape {values.shape} holds no images")
    return _as_bytes(values, path)


def _as_bytes(values: Values, path: Path) -> Images:
    low, top = float(values.min()), float(values.max())
    if not top - low <= _MOST_VALUES:  # which NaN is not, either
        raise DataError(f"{path}: holds what is no brightness")
    low = min(low, 0.0)
    if values.dtype == np.uint8 and top > 16:
        return np.asarray(values)
    if low == 0 and 16 < top <= 255:
        return np.asarray(np.rint(values), np.uint8)
    scale = 255 / (top - low) if top > low else 0.0
    return np.asarray(np.rint((values - np.float32(low)) * np.float32(scale)), np.uint8)
