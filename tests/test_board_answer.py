"""The panel of the answer: each number whole, in a row of its own, and how sure it is."""

import itertools

import numpy as np
import pygame
import pytest
from anything import WINDOW
from hypothesis import given
from hypothesis import strategies as st

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import SLATE
from recognizer.board.show.answer import answer_parts, rows_of
from recognizer.board.show.answerplan import Row, arranged
from recognizer.ink import BoundingBox
from recognizer.network.classifier import Candidate
from recognizer.reading.result import Number, Reading, Symbol, together

pytest_plugins = ["boardfixtures"]
pytestmark = pytest.mark.usefixtures("fonts")

SCREENS = [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920), (800, 600)]
SIZES = [
    *SCREENS,
    *((320, 240), (640, 400), (1280, 800), (1366, 768), (1600, 900), (2560, 1440), (3440, 1440)),
]
BOX = BoundingBox(0, 0, 9, 9)


def digit(label, confidence=0.995, knownness=0.995):
    rival = Candidate("8" if label != "8" else "3", 1 - confidence)
    return Symbol((Candidate(label, confidence), rival), knownness, knownness > 0.5, BOX)


def number(text, confidence=0.995):
    """Return a number; "?" is what is no digit."""
    return Number(
        tuple(digit("1", 0.5, 0.1) if c == "?" else digit(c, confidence) for c in text), BOX
    )


def lines(*texts):
    return together([[number(each) for each in line.split()] for line in texts])


def rows(*figures):
    return [Row(each, "quite sure") for each in figures]


def figures(drawn):
    """Return the height of each thing that stands by itself in a picture, from left to right."""
    alpha = pygame.surfarray.array_alpha(drawn) > 128  # (x, y)
    edges = np.flatnonzero(np.diff(alpha.any(axis=1), prepend=False, append=False))
    heights = [np.flatnonzero(alpha[a:b].any(axis=0)) for a, b in edges.reshape(-1, 2)]
    return [rows[-1] - rows[0] + 1 for rows in heights]


def within(layout, parts):
    return all(layout.answer.contains(place) for _, place in parts)


def overlapping(parts):
    places = [place for _, place in parts]
    return [each for i, each in enumerate(places) if each.collidelist(places[i + 1 :]) >= 0]


# What it says


def test_each_number_has_a_row_of_its_own_in_reading_order():
    assert [row.figure for row in rows_of(lines("2026 14", "385"))] == ["2026", "14", "385"]


def test_each_row_has_its_own_certainty():
    read = together([[number("12", 0.999), number("34", 0.9)], [number("5", 0.6)]])
    assert [row.words for row in rows_of(read)] == ["sure", "quite sure", "perhaps, or 8"]


def test_what_is_no_digit_stands_there_as_a_question_mark():
    assert [row.figure for row in rows_of(lines("4?7", "??"))] == ["4?7", "??"]
    assert [row.is_read for row in rows_of(lines("4?7", "??"))] == [True, False]
    assert rows_of(Reading.of(digit("7", 0.9, 0.1))) == (Row("?", "not a digit", False),)


def test_what_may_be_a_digit_is_named():
    assert rows_of(Reading.of(digit("7", 0.9, 0.3))) == (Row("?", "perhaps 7", False),)


def test_where_there_is_nothing_to_read_there_is_no_row():
    assert rows_of(Reading()) == ()


# How it looks


@given(size=WINDOW, text=st.sampled_from(["7", "11", "2026", "11111111", "4?7"]))
def test_no_digit_gives_way_to_an_ellipsis(size, text):
    layout = Layout.for_size(size)
    drawn, place = answer_parts(layout, SLATE, together([[number(text)]]))[0]
    assert layout.answer.contains(place)
    if "?" not in text:
        heights = figures(drawn)
        assert len(heights) == len(text)
        assert min(heights) > 0.9 * drawn.get_height()


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("count", [1, 2, 3, 12, 20])
def test_all_numbers_are_shown_and_none_covers_another(size, count):
    layout = Layout.for_size(size)
    parts = answer_parts(layout, SLATE, lines(*(["2026", "31415", "7"] * 7)[:count]))
    assert len(parts) == 2 * count
    assert within(layout, parts)
    assert not overlapping(parts)


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("count", [4, 12, 40])
def test_many_numbers_fill_the_panel(size, count):
    layout = Layout.for_size(size)
    parts = answer_parts(layout, SLATE, lines(*["2026", "31415"] * (count // 2)))
    shown = parts[0][1].unionall([place for _, place in parts])
    assert shown.height > 0.7 * layout.answer.height


@pytest.mark.parametrize("size", SCREENS)
def test_a_long_number_is_broken_rather_than_small(size):
    layout = Layout.for_size(size)
    long, short = "314159265358979323846264338327", "3141592653"
    one, other = (arranged(layout, rows(each), layout.answer) for each in (long, short))
    assert one.figure > 0.6 * other.figure
    assert one.in_line >= 10


@pytest.mark.parametrize("text", ["7", "2026", "31415926"])
def test_a_short_number_is_never_broken(text):
    assert arranged(
        Layout.for_size((800, 600)), rows(text), pygame.Rect(0, 0, 60, 600)
    ).in_line == len(text)


@pytest.mark.parametrize("size", SIZES)
def test_what_there_is_no_room_for_is_counted(size):
    layout = Layout.for_size(size)
    parts = answer_parts(layout, SLATE, lines(*["31415 92653"] * 300))
    assert within(layout, parts)
    assert not overlapping(parts)
    plan = arranged(layout, rows(*["31415"] * 600), layout.answer)
    assert 0 < plan.shown < 600


@pytest.mark.parametrize("count", [4, 6, 24])
def test_columns_are_read_across_as_numbers_are_written(count):
    layout = Layout.for_size((1080, 1920))
    parts = answer_parts(layout, SLATE, lines(*(str(100 + each) for each in range(count))))
    order = [place for _, place in parts[::2]]  # each figure is followed by its words
    assert len({place.centery // 20 for place in order}) < count
    assert all(
        before.centery < after.top or before.right < after.left
        for before, after in itertools.pairwise(order)
    )


def test_fewer_numbers_have_larger_figures():
    layout = Layout.for_size((1280, 720))
    sizes = [arranged(layout, rows(*["2026"] * n), layout.answer).figure for n in (1, 5, 20, 80)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0]


def test_a_figure_shines_only_if_any_of_it_is_a_digit():
    def shows_accent(reading):
        drawn, _ = answer_parts(Layout.for_size((1280, 720)), SLATE, reading)[0]
        return bool((pygame.surfarray.array3d(drawn) == SLATE.accent).all(axis=2).any())

    assert shows_accent(lines("4?7"))
    assert not shows_accent(lines("??"))


@pytest.mark.parametrize("size", SIZES)
def test_before_anything_was_read_it_says_what_to_expect(size):
    layout = Layout.for_size(size)
    one, other = (answer_parts(layout, SLATE, None, waits) for waits in (False, True))
    assert within(layout, one)
    assert [place for _, place in one] != [place for _, place in other]


# Signs and letters


def figure_and_words(text, size):
    """Return the pictures of a number and of its words, each with its place in the window."""
    return answer_parts(Layout.for_size(size), SLATE, together([[number(text)]]))


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("text", ["Agy", "(2,5)", "y", "-", "2026"])
def test_what_reaches_below_the_foot_of_digits_does_not_run_into_the_words(text, size):
    parts = figure_and_words(text, size)
    assert len(parts) == 2
    assert overlapping(parts) == []
    assert within(Layout.for_size(size), parts)


@pytest.mark.parametrize(("text", "above"), [("-", 0.5), (".", 0.8), ("a", 0.25), ("'", 0.0)])
def test_what_is_lower_than_a_digit_stands_where_it_does_beside_one(text, above):
    (drawn, _), _ = figure_and_words(text, (1920, 1080))
    inked = np.flatnonzero((pygame.surfarray.array_alpha(drawn) > 128).any(axis=0))
    assert inked[0] / drawn.get_height() == pytest.approx(above, abs=0.12)
