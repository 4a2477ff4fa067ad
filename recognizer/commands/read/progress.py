"""A bar with rate and time left, for somebody who looks on."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TextIO

HANDFUL = 5
"""So few files need no bar."""
_USUAL_SIZE = {"ncols": 80, "nrows": 24}


class Progress:
    """How far the files are, on the last line of a terminal; elsewhere nothing.

    A context manager; leaving it leaves the bar as it is. `count` says how many files there are; it
    is called only on a terminal, because it may take a while.
    """

    def __init__(self, count: Callable[[], int], stream: TextIO | None) -> None:
        self._bar: Any = None
        if stream is not None and stream.isatty():
            total = count()
            if total > HANDFUL:
                self._bar = _bar(total, stream)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def advance(self) -> None:
        """Show that one file more is done."""
        if self._bar is not None:
            self._bar.update()

    def aside(self) -> AbstractContextManager[Any]:
        """Take the bar away as long as something else is printed."""
        return self._bar.external_write_mode(self._bar.fp) if self._bar else nullcontext()


def _bar(total: int, stream: TextIO) -> Any:
    from tqdm import tqdm  # here, since few need it

    tqdm.set_lock(threading.RLock())  # its own is shared among processes, and leaks where one dies
    tqdm.monitor_interval = 0  # no thread of its own: the files are steps enough
    return tqdm(total=total, unit="file", file=stream, **_size(stream))


def _size(stream: TextIO) -> dict[str, Any]:
    """Return how tqdm is to know the size: a terminal may say 0, and it would draw nothing."""
    try:
        is_known = os.get_terminal_size(stream.fileno()).columns > 0
    except OSError:
        is_known = False
    return {"dynamic_ncols": True} if is_known else _USUAL_SIZE
