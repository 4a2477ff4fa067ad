"""Keras' copy of MNIST as the IDX files it was made from."""

from __future__ import annotations

import gzip
import hashlib
import os
import zipfile
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from recognizer.errors import DataError, reason

IDX_FILES = {
    "x_train": "train-images-idx3-ubyte.gz",
    "y_train": "train-labels-idx1-ubyte.gz",
    "x_test": "t10k-images-idx3-ubyte.gz",
    "y_test": "t10k-labels-idx1-ubyte.gz",
}
"""The arrays of Keras' mnist.npz and the files they were made from."""


def write_mnist(npz: Path, folder: Path) -> dict[str, str]:
    """Write Keras' ``mnist.npz`` as IDX files; return the SHA-256 of what each holds.

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
    """Return an IDX file of unsigned bytes (the form is in `datasets.read_idx`)."""
    shape = np.array(array.shape, ">u4").tobytes()
    return bytes([0, 0, 8, array.ndim]) + shape + array.tobytes()


def _read_array(npz: Path, key: str) -> npt.NDArray[np.uint8]:
    try:
        with npz.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            array = arrays[key]
    except (OSError, ValueError, KeyError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise DataError(f"{npz}: no array {key}: {reason(error)}") from None
    if array.dtype != np.uint8:
        raise DataError(f"{npz}: {key} holds {array.dtype}, not uint8")
    return np.asarray(array, np.uint8)
