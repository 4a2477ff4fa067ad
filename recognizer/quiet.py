"""Keeps C libraries from talking over our own one clear line on standard error."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.RLock()


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Send what C code writes to file descriptor 2 to nowhere, for a moment.

    LiteRT announces its delegate and libpng and libjpeg their complaints there; neither has a
    switch for it in Python (google-ai-edge/mediapipe#2354). Python's own exceptions are not
    touched. One thread at a time: a second one would take the first one's nowhere for standard
    error, and give that back.
    """
    with _lock, _redirected():
        yield


@contextmanager
def _redirected() -> Iterator[None]:
    try:
        saved = os.dup(2)
    except OSError:  # no standard error at all: nothing to keep quiet
        yield
        return
    sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(nowhere)
        os.close(saved)
