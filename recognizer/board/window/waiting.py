"""Waits for events with little CPU time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pygame

_NAPS = ((0.03, 0.00025), (1.0, 0.001), (5.0, 0.008), (float("inf"), 0.02))
"""(up to so many seconds without an event, seconds to sleep between two looks)"""

_DONE = object()


def wait_for_events(
    work: Iterator[None], is_wanted: Callable[[], bool], until: float = float("inf")
) -> list[pygame.event.Event]:
    """Return all events that have come; until then work a little, then sleep.

    `work` goes on one short step at a time. No event is returned when the loop `is_wanted` by
    something else, an answer, say; or `until` has come, in seconds of `time.monotonic`.

    `pygame.event.wait` looks once a millisecond for as long as it waits, which measured 2.2 % of
    a core on an untouched board. Here only the first second is watched that
    closely, its first 30 ms more so, when an answer is on its way; later the looks are up to 20 ms
    apart, at 0.6 %. No event is lost, they queue; and a hand that comes back moves the pointer
    first, so that drawing always begins with close looks.
    """
    since = time.monotonic()
    while not (events := pygame.event.get()):
        now = time.monotonic()
        if is_wanted() or now >= until:
            break
        if next(work, _DONE) is _DONE:
            time.sleep(max(0.0, min(_nap(now - since), until - now)))
    return events


def _nap(waited: float) -> float:
    return next(nap for until, nap in _NAPS if waited < until)
