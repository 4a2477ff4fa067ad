"""Keeps C libraries from talking over our own one clear line on standard error."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.RLock()
_quiet: list[int] = []  # where standard error really goes, while it is discarded


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Discard what C code writes to file descriptor 2 while the block runs.

    LiteRT writes about its delegate there, libpng and libjpeg about damaged files. None of them has
    a switch for it in Python (google-ai-edge/mediapipe#2354). Python's exceptions are not affected.
    Only one thread at a time may do this: a second one would save the discarding descriptor as if
    it were standard error, and restore that. Within such a block, another one costs nothing: around
    many pictures that are decoded, it saves a fifth of their time.
    """
    with _lock:
        if _quiet:
            yield
        else:
            with _redirected():
                yield


@contextmanager
def _redirected() -> Iterator[None]:
    try:
        saved = os.dup(2)
    except OSError:  # there is no standard error: nothing to keep quiet
        yield
        return
    sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        _quiet.append(saved)
        yield
    finally:
        _quiet.clear()
        os.dup2(saved, 2)
        os.close(nowhere)
        os.close(saved)
