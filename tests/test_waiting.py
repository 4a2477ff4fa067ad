"""Waiting for events: close looks after the last of them, fewer later."""

import time

import pygame
import pytest

from recognizer.board.window.waiting import wait_for_events

pytest_plugins = ["boardfixtures"]

LOOK_SECONDS = 0.2


@pytest.mark.parametrize(
    ("quiet_seconds", "fewest", "most"), [(0.0, 250, 1000), (10.0, 5, 15)], ids=["busy", "quiet"]
)
def test_a_clock_that_ticks_does_not_keep_the_looks_close(
    window, clock, monkeypatch, quiet_seconds, fewest, most
):
    monkeypatch.setattr(time, "sleep", clock.advance)  # only sleep takes time
    looks = []
    pygame.event.clear()
    began = clock.now
    events = wait_for_events(
        iter(()), lambda: bool(looks.append(1)), began + LOOK_SECONDS, began - quiet_seconds
    )
    assert events == []
    assert fewest <= len(looks) <= most
    assert clock.now == pytest.approx(began + LOOK_SECONDS)
