"""Files that Unix' compress(1) has packed (``.Z``): pendigits comes as one."""

from __future__ import annotations

from pathlib import Path

import uncompresspy

from recognizer.errors import DataError, reason


def uncompress(path: Path) -> bytes:
    """Return what the ``.Z`` file `path` holds.

    compress(1) writes neither length nor checksum, so a file that was cut short cannot be told
    from a shorter one: whoever calls this has checked the file before.

    Raises
    ------
    DataError
        If the file cannot be read or compress(1) did not write it.
    """
    try:
        with path.open("rb") as packed, uncompresspy.LZWFile(packed) as stream:
            return bytes(stream.read())
    except (OSError, ValueError, EOFError) as error:
        raise DataError(f"{path}: no file of compress(1): {reason(error)}") from None
