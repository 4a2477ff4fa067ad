"""Folders that commands write into."""

from __future__ import annotations

from pathlib import Path

from recognizer.errors import DataError, reason


def make_folder(folder: Path) -> None:
    """Make `folder`, and those above it, where it is not there.

    Raises
    ------
    DataError
        If it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder}: {reason(error)}") from None
