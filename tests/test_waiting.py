"""Waiting for events: close looks after the last of them, fewer later."""

import time

import pygame
import pytest

from recognizer.board.window.waiting import wait_for_events

pytest_plugins = ["boardfixtures"]

LOOK_SECONDS = 0.2


@pytest.mark.parametrize(("quiet_seconds", "most_looks"), [(0.0, 1000), (10.0, 15)])
def test_a_clock_that_ticks_does_not_keep_the_looks_close(window, quiet_seconds, most_looks):
    looks = []
    pygame.event.clear()
    now = time.monotonic()
    events = wait_for_events(
        iter(()), lambda: bool(looks.append(1)), now + LOOK_SECONDS, now - quiet_seconds
    )
    assert events == []
    assert 2 <= len(looks) <= most_looks
    assert time.monotonic() >= now + LOOK_SECONDS
