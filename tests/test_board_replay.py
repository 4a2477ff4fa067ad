"""Ink drawn again as if by hand: true to its form and, where known, to its time."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pygame
import pytest
from anything import DIGIT_INK, WINDOW
from hypothesis import given
from strokes import DIGITS

from recognizer import Ink, Reader, Stroke
from recognizer.actions import table
from recognizer.board.draw.layout import Layout
from recognizer.board.input.commands import Signal
from recognizer.board.input.events import Translator
from recognizer.board.input.replay import (
    LOOK_SECONDS,
    MAX_GAP_SECONDS,
    MAX_STROKE_SECONDS,
    REST_SECONDS,
    replay_events,
)

SIZE = (1280, 800)
Timed = tuple[float, pygame.event.Event]

each_digit = pytest.mark.parametrize("ink", DIGITS.values(), ids=DIGITS)


def events(*inks: Ink, size: tuple[int, int] = SIZE, speed: float = 1.0) -> list[Timed]:
    return list(replay_events(inks, size, speed))


def drawn(timed: list[Timed]) -> list[list[tuple[int, int]]]:
    """Return the points of each stroke that the events draw."""
    strokes: list[list[tuple[int, int]]] = []
    for _, event in timed:
        if event.type == pygame.MOUSEBUTTONDOWN:
            strokes.append([])
        if event.type != pygame.KEYDOWN:
            strokes[-1].append(event.pos)
    return strokes


def stroke_seconds(timed: list[Timed]) -> list[float]:
    """Return how long the pen is down for each stroke."""
    seconds: list[float] = []
    for wait, event in timed:
        if event.type == pygame.MOUSEBUTTONDOWN:
            seconds.append(0.0)
        elif event.type != pygame.KEYDOWN:
            seconds[-1] += wait
    return seconds


def gaps(timed: list[Timed]) -> list[float]:
    """Return the waits before each pen-down."""
    return [wait for wait, event in timed if event.type == pygame.MOUSEBUTTONDOWN]


def by_hand(*strokes: Stroke) -> Ink:
    return Ink(strokes)


def wave(times: np.ndarray | None = None) -> Stroke:
    """Return a stroke of 41 points, taken at `times`."""
    x = np.linspace(0, 100, 41)
    return Stroke(np.stack([x, 40 * np.sin(x / 20)], axis=1), times)


# What is drawn


@each_digit
def test_a_replayed_digit_is_read_as_the_one_that_was_drawn(ink: Ink, reader: Reader) -> None:
    again = Ink.from_points(drawn(events(ink)))
    assert reader.read_ink(again).best == reader.read_ink(ink).best


@given(ink=DIGIT_INK, size=WINDOW)
def test_ink_is_large_and_in_the_middle_of_the_free_part(ink: Ink, size: tuple[int, int]) -> None:
    free = Layout.for_size(size).free
    box = Ink.from_points(drawn(events(ink, size=size))).bounding_box
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    assert middle == pytest.approx(free.center, abs=3)
    parts = box.height / free.height / 0.62, box.width / free.width / 0.55
    assert max(parts) == pytest.approx(1, abs=0.04)  # of whole pixels, in the smallest window


def test_a_wide_ink_does_not_leave_the_free_part() -> None:
    free = Layout.for_size(SIZE).free
    box = Ink.from_points(drawn(events(Ink.from_points([[(0, 0), (500, 1)]])))).bounding_box
    assert box.width == pytest.approx(0.55 * free.width, abs=2)


def test_each_stroke_is_one_press_with_the_left_button() -> None:
    ink = DIGITS["4"]
    pens = [event for _, event in events(ink) if event.type != pygame.KEYDOWN]
    changes = [event for event in pens if event.type != pygame.MOUSEMOTION]
    kinds = [event.type for event in changes]
    assert kinds == [pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP] * len(ink.strokes)
    assert {event.button for event in changes} == {1}
    assert {e.buttons for e in pens if e.type == pygame.MOUSEMOTION} == {(1, 0, 0)}


def test_a_dot_is_a_press_in_the_middle() -> None:
    (points,) = drawn(events(Ink.from_points([[(7, 7)]])))
    assert set(points) == {Layout.for_size(SIZE).free.center}


def test_ink_after_ink_is_drawn_the_board_cleared_in_between() -> None:
    translator = Translator()
    commands = [
        translator.translate(event, SIZE) for _, event in events(DIGITS["1"], Ink(), DIGITS["7"])
    ]
    assert [each for each in commands if each in (Signal.PEN_UP, table.CLEAR)] == [
        Signal.PEN_UP,
        table.CLEAR,
        Signal.PEN_UP,
    ]
    assert commands[-1] is Signal.PEN_UP


def test_every_event_is_marked_as_replayed() -> None:
    assert all(event.replayed for _, event in events(DIGITS["4"], DIGITS["5"]))


def test_no_ink_is_no_event() -> None:
    assert events(Ink()) == []


def test_inks_are_taken_one_by_one() -> None:
    def endless():
        while True:
            yield DIGITS["1"]

    script = replay_events(endless(), SIZE)
    assert next(script)[1].type == pygame.MOUSEBUTTONDOWN


# When


@each_digit
def test_events_come_as_often_as_from_a_mouse(ink: Ink) -> None:
    waits = [wait for wait, event in events(ink) if event.type == pygame.MOUSEMOTION]
    assert 1 / 120 <= min(waits) <= max(waits) <= 1 / 60


@each_digit
def test_a_digit_takes_as_long_as_a_hand_would(ink: Ink) -> None:
    assert 0.3 < sum(stroke_seconds(events(ink))) < 3


def test_the_board_can_be_looked_at_before_it_is_cleared_and_after() -> None:
    timed = events(DIGITS["1"], DIGITS["7"])
    assert [wait for wait, event in timed if event.type == pygame.KEYDOWN] == [LOOK_SECONDS]
    assert gaps(timed) == [REST_SECONDS, REST_SECONDS]


def test_strokes_of_unknown_time_follow_each_other_after_a_quarter_of_a_second() -> None:
    assert gaps(events(DIGITS["4"]))[1:] == [0.25]


def test_the_hands_own_speed_is_kept() -> None:
    times = 50 + np.concatenate([np.linspace(0, 0.3, 21), np.linspace(0.3, 1.5, 21)[1:]])
    timed = events(by_hand(wave(times)))
    assert stroke_seconds(timed) == pytest.approx([1.5], abs=0.02)
    (points,) = drawn(timed)
    half = (points[0][0] + points[-1][0]) / 2
    assert sum(x < half for x, _ in points) / len(points) == pytest.approx(0.2, abs=0.02)


def test_the_hands_own_pause_between_strokes_is_kept() -> None:
    one, other = wave(np.linspace(0, 1, 41)), wave(np.linspace(1.125, 2, 41))
    assert gaps(events(by_hand(one, other)))[1:] == [0.125]


def test_a_slow_stroke_takes_three_seconds() -> None:
    timed = events(by_hand(wave(np.linspace(0, 12, 41))))
    assert stroke_seconds(timed) == pytest.approx([MAX_STROKE_SECONDS], abs=0.02)


def test_a_long_rest_within_a_stroke_or_after_it_is_cut_short() -> None:
    times = np.linspace(0, 1, 41) + np.where(np.arange(41) > 20, 60.0, 0.0)
    timed = events(by_hand(wave(times), wave(times + 600)))
    assert stroke_seconds(timed) == pytest.approx([1 + MAX_GAP_SECONDS - 1 / 40] * 2, abs=0.02)
    assert gaps(timed)[1:] == [MAX_GAP_SECONDS]


@pytest.mark.parametrize(
    "times",
    [np.zeros(41), np.linspace(1, 0, 41), np.append(np.linspace(0, 1, 40), np.nan)],
    ids=["all at once", "backwards", "one unknown"],
)
def test_times_that_make_no_sense_are_as_good_as_none(times: np.ndarray) -> None:
    known, unknown = events(by_hand(wave(times))), events(by_hand(wave()))
    assert drawn(known) == drawn(unknown)
    assert stroke_seconds(known) == stroke_seconds(unknown)


def test_a_hand_of_unknown_speed_slows_down_at_corners_and_ends() -> None:
    ink = Ink.from_points([[(0, 0), (0, 100), (100, 100)]])
    (points,) = drawn(events(ink))
    steps = np.hypot(*np.diff(points[:-1], axis=0).T)
    corner = int(np.argmin([x - y for x, y in points[:-1]]))
    fastest = steps.max()
    quarter = corner // 2
    assert steps[0] < 0.5 * fastest
    assert steps[-1] < 0.5 * fastest
    assert steps[corner - 1 : corner + 1].mean() < 0.7 * steps[quarter]


def test_a_hand_too_fast_for_a_mouse_keeps_its_form(reader: Reader) -> None:
    points = DIGITS["3"].strokes[0].points
    flash = by_hand(Stroke(points, np.linspace(0, 0.02, len(points))))
    timed = events(flash)
    assert reader.read_ink(Ink.from_points(drawn(timed))).best == "3"
    (path,) = drawn(timed)
    height = 0.62 * Layout.for_size(SIZE).free.height
    assert max(np.hypot(x - a, y - b) for (a, b), (x, y) in pairwise(path)) < 0.12 * height


@pytest.mark.parametrize("speed", [0.5, 2.0, 10.0])
def test_speed_divides_all_waits_and_keeps_the_form(speed: float, reader: Reader) -> None:
    usual, other = events(DIGITS["8"]), events(DIGITS["8"], speed=speed)
    total = sum(wait for wait, _ in usual)
    assert sum(wait for wait, _ in other) == pytest.approx(total / speed, rel=0.01)
    assert reader.read_ink(Ink.from_points(drawn(other))).best == "8"
    waits = [wait for wait, event in other if event.type == pygame.MOUSEMOTION]
    assert max(waits) <= 1 / 60


@pytest.mark.parametrize("speed", [0, -1, float("nan")])
def test_a_speed_that_is_not_positive_is_an_error(speed: float) -> None:
    with pytest.raises(ValueError, match="speed must be positive"):
        events(DIGITS["1"], speed=speed)
