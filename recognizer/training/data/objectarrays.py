"""Reads arrays of arrays from ``.npz`` files, without running arbitrary code.

NumPy stores them as pickles, and a pickle from the internet may call anything. This reader lets
it call only functions that make an array.
"""

from __future__ import annotations

import _codecs
import pickle
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from recognizer.errors import DataError, reason

_RECONSTRUCT = np.empty(0).__reduce__()[0]
_ALLOWED: dict[tuple[str, str], Any] = {
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
    ("numpy.core.multiarray", "_reconstruct"): _RECONSTRUCT,  # NumPy 1
    ("numpy._core.multiarray", "_reconstruct"): _RECONSTRUCT,
    ("_codecs", "encode"): _codecs.encode,
}

_NO_PICKLE = (pickle.UnpicklingError, KeyError, ValueError, TypeError, AttributeError, IndexError)
"""Exceptions when a pickle is damaged, or is not a pickle."""


def read_object_array(npz: Path, key: str) -> list[npt.NDArray[Any]]:
    """Return the arrays in the array `key` of the file `npz`.

    Raises
    ------
    DataError
        If the file is missing or has no such array, or if its pickle calls anything else.
    """
    try:
        with zipfile.ZipFile(npz) as archive, archive.open(f"{key}.npy") as stream:
            np.lib.format.read_magic(stream)
            np.lib.format.read_array_header_1_0(stream)
            arrays = list(_ArraysOnly(stream, encoding="latin1").load())
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(f"{npz}: no arrays {key}: {reason(error)}") from None
    except _NO_PICKLE as error:
        raise DataError(f"{npz}: no arrays {key}: {error}") from None
    return [np.asarray(array) for array in arrays]


class _ArraysOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is not part of an array") from None
