"""Reads originals that come as ZIP archives: the files in them, JSON, and points in JSON."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from recognizer.errors import DataError, naming

MAX_COORDINATE = 1e9
"""No tablet or screen has so many points; beyond it, sizes would become infinite."""

_UNREADABLE = (
    OSError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    ValueError,  # a path that is not UTF-8
    NotImplementedError,  # another compression
    RuntimeError,  # a password
)
_OTHER_SHAPE = (KeyError, TypeError, ValueError, AttributeError, OverflowError)


def members(packed: Path, pattern: str) -> dict[str, bytes]:
    """Return the files in the archive `packed` whose paths end with the regular expression.

    A match begins at the name of the file or of one of its folders. The keys are the paths, sorted.

    Raises
    ------
    DataError
        If `packed` is missing, or not a complete ZIP archive.
    """
    wanted = re.compile(rf"(?:^|/)(?:{pattern})$")
    with naming(packed, DataError, *_UNREADABLE), zipfile.ZipFile(packed) as archive:
        names = sorted(filter(wanted.search, archive.namelist()))
        return {name: archive.read(name) for name in names}


def parsed(content: bytes, where: str) -> Any:
    """Return what the JSON `content` says; `where` names it in messages.

    Raises
    ------
    DataError
        If it is not JSON.
    """
    with naming(where, DataError, ValueError, RecursionError):
        return json.loads(content)


@contextmanager
def shaped(complaint: str) -> Iterator[None]:
    """Raise a DataError with `complaint` if JSON that is read inside has another shape."""
    try:
        yield
    except _OTHER_SHAPE:
        raise DataError(complaint) from None


def point(value: Any) -> tuple[float, float]:
    """Return the point of the JSON object `value`, such as ``{"x": 1.5, "y": 2}``.

    Raises
    ------
    KeyError, TypeError, ValueError, OverflowError
        If it is not a point; for `shaped`.
    """
    x, y = float(value["x"]), float(value["y"])
    if not (abs(x) < MAX_COORDINATE and abs(y) < MAX_COORDINATE):  # also if one is not a number
        raise ValueError("a point beyond all tablets")
    return x, y
