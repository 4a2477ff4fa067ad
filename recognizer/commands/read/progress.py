"""A progress bar with rate and time left, on a terminal."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TextIO

MAX_FILES_WITHOUT_BAR = 5
"""With more files there is a bar."""
_USUAL_SIZE = {"ncols": 80, "nrows": 24}


class Progress:
    """The progress through the files, on the last line of a terminal; nothing elsewhere.

    It is a context manager; the bar stays when it is left. `count` returns the number of files; it
    is called only on a terminal, because it may take a while.
    """

    def __init__(self, count: Callable[[], int], stream: TextIO | None) -> None:
        self._bar: Any = None
        if stream is not None and stream.isatty():
            total = count()
            if total > MAX_FILES_WITHOUT_BAR:
                self._bar = _bar(total, stream)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def advance(self) -> None:
        """Show that one more file is done."""
        if self._bar is not None:
            self._bar.update()

    def aside(self) -> AbstractContextManager[Any]:
        """Hide the bar while something else is printed."""
        return self._bar.external_write_mode(self._bar.fp) if self._bar else nullcontext()


def _bar(total: int, stream: TextIO) -> Any:
    from tqdm import tqdm  # imported here because it is rarely needed

    tqdm.set_lock(threading.RLock())  # tqdm's own is shared by processes, and leaks if one dies
    tqdm.monitor_interval = 0  # no thread: each file updates the bar
    return tqdm(total=total, unit="file", file=stream, **_size(stream))


def _size(stream: TextIO) -> dict[str, Any]:
    """Return the size for tqdm: a terminal may report 0, and tqdm would draw nothing."""
    try:
        is_known = min(os.get_terminal_size(stream.fileno())) > 0
    except OSError:
        is_known = False
    return {"dynamic_ncols": True} if is_known else _USUAL_SIZE
