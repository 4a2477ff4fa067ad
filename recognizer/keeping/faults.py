"""Faults of the program itself: contained, told in a line, and kept for whoever mends them."""

from __future__ import annotations

import os
import platform
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from recognizer.disk.regularfile import check_regular
from recognizer.disk.sync import make_folder
from recognizer.errors import RecognizerError, UnexpectedError
from recognizer.version import __version__

MAX_LOG_BYTES = 2**20
"""A log that is longer is renamed to ``NAME.old`` before the next fault: there are two at most."""
_MOST_WORDS = 160  # characters of an error's own words


def as_error(error: BaseException, doing: str) -> RecognizerError:
    """Return `error` as one that can be shown; what is of our tree stays what it is.

    Parameters
    ----------
    error : BaseException
    doing : str
        In whose midst it came, as "reading".
    """
    if isinstance(error, RecognizerError):
        return error
    words = " ".join(f"{type(error).__name__}: {error}".split())
    if len(words) > _MOST_WORDS:
        words = words[: _MOST_WORDS - 3] + "..."
    unexpected = UnexpectedError(f"{doing} failed unexpectedly ({words.removesuffix(':')})")
    unexpected.__cause__ = error
    return unexpected


def keep_fault(error: RecognizerError, log: Path) -> str:
    """Append the traceback of `error` to `log`; return where it is, in words, "" if it is nowhere.

    Never raises: a fault that cannot be kept must not become another one.
    """
    fault = error.__cause__ or error
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    head = f"{when} recognizer {__version__}, Python {platform.python_version()}: {error}"
    text = f"{head}\n{''.join(traceback.format_exception(fault))}\n"
    with suppress(Exception):
        make_folder(log.parent)
        check_regular(log)
        with suppress(FileNotFoundError):
            if log.stat().st_size > MAX_LOG_BYTES:
                os.replace(log, log.with_name(f"{log.name}.old"))
        with log.open("a", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
        return f"details are in {log}"
    return ""
