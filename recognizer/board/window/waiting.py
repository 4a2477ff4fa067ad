"""Waits for events with little CPU time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pygame

_NAPS = ((0.03, 0.00025), (1.0, 0.001), (5.0, 0.008), (float("inf"), 0.02))
"""(seconds without an event, seconds to sleep between two looks until then)"""

_DONE = object()


def wait_for_events(
    work: Iterator[None],
    is_wanted: Callable[[], bool],
    until: float = float("inf"),
    since: float | None = None,
) -> list[pygame.event.Event]:
    """Wait for events and return them. Meanwhile do `work`, one short step at a time, and sleep.

    Return without an event if `is_wanted` says that the loop has something else to do, for instance
    to show an answer; or at the time `until`, in seconds of `time.monotonic`. The last event came
    at the time `since`; now, if left out. So a clock that ticks does not keep the looks close.

    `pygame.event.wait` looks for events once a millisecond. That takes 2.2 % of a core while nobody
    touches the board. Here looks are that close only in the first second, and closer in its first
    30 ms, when an answer may come. Later they are up to 20 ms apart, which takes 0.6 %. Events
    queue, so none is lost. A hand that comes back moves the pointer before it draws, so drawing
    begins with close looks.
    """
    since = time.monotonic() if since is None else since
    while not (events := pygame.event.get()):
        now = time.monotonic()
        if is_wanted() or now >= until:
            break
        if next(work, _DONE) is _DONE:
            time.sleep(max(0.0, min(_nap(now - since), until - now)))
    return events


def _nap(waited: float) -> float:
    return next(nap for until, nap in _NAPS if waited < until)
