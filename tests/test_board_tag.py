"""The tag beside the ink: what it says, and where it stands."""

from dataclasses import replace

import pygame
import pytest
from anything import WINDOW
from hypothesis import given
from hypothesis import strategies as st

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import SLATE
from recognizer.board.show.tag import Room, draw_tag, tag_places, tag_words
from recognizer.board.show.toolbar import toolbar_place
from recognizer.ink import BoundingBox
from recognizer.network.classifier import Candidate
from recognizer.reading.result import Number, Symbol

pytest_plugins = ["boardfixtures"]
pytestmark = pytest.mark.usefixtures("fonts")

SIZES = [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920), (320, 240)]
BOX = BoundingBox(0, 0, 9, 9)


def number(*digits):
    """Return a number of (label, confidence, knownness); what is no digit has little of that."""
    symbols = (Symbol((Candidate(label, c),), sure, sure > 0.5, BOX) for label, c, sure in digits)
    return Number(tuple(symbols), BOX)


FIVE, PERHAPS, NONE = (
    number(each) for each in [("5", 0.9994, 0.98), ("3", 0.5, 0.4), ("3", 0.5, 0.1)]
)
YEAR = number(("2", 0.99, 0.9), ("0", 0.98, 0.9), ("2", 1.0, 0.9), ("6", 1.0, 0.9))
GAP = number(("2", 1.0, 0.9), ("0", 0.5, 0.3))
NEITHER = number(("2", 0.5, 0.3), ("0", 0.5, 0.3))


def said(read, *words):
    """Return the number with what the user says of each digit; None for nothing."""
    pairs = zip(read.symbols, words, strict=True)
    return replace(read, symbols=tuple(replace(digit, said=word) for digit, word in pairs))


@pytest.mark.parametrize(
    ("read", "words"),
    [
        (FIVE, ("5", "")),
        (PERHAPS, ("", "perhaps 3")),
        (NONE, ("", "not a digit")),
        (said(FIVE, "7"), ("7", "you said so")),
        (said(FIVE, ""), ("", "no digit, you said")),
        (said(NONE, "4"), ("4", "you said so")),
        (YEAR, ("2026", "quite sure")),
        (said(YEAR, None, "6", None, None), ("2626", "quite sure")),
        (said(YEAR, *"2014"), ("2014", "you said so")),
        (GAP, ("2?", "not all read")),
        (said(GAP, None, "8"), ("28", "quite sure")),
        (said(GAP, None, ""), ("2?", "quite sure")),
        (NEITHER, ("", "not a digit")),
    ],
)
def test_it_says_what_was_read_unless_the_user_knows_better(read, words):
    assert tag_words(read) == words


def place(layout, outline, reading=FIVE, glass=False):
    return places(layout, outline, reading, glass)[0]


def places(layout, outline, reading=FIVE, glass=False, others=()):
    size = draw_tag(layout, SLATE, reading).get_size()
    found = tag_places(layout, size, outline, Room.of(layout, glass), list(others))
    assert all(each.size == size for each in found)
    return found


def test_it_stands_above_the_upper_right_corner():
    outline = pygame.Rect(300, 200, 200, 250)
    tag = place(Layout.for_size((1280, 720)), outline)
    assert tag.right == outline.right
    assert outline.top - tag.height < tag.bottom < outline.top


def test_it_stands_below_where_there_is_no_room_above():
    outline = pygame.Rect(300, 5, 200, 250)
    tag = place(Layout.for_size((1280, 720)), outline)
    assert tag.right == outline.right
    assert outline.bottom < tag.top < outline.bottom + tag.height


def test_it_stands_beside_what_fills_the_height():
    outline = pygame.Rect(300, 2, 200, 716)
    tag = place(Layout.for_size((1280, 720)), outline)
    assert outline.left > tag.right or outline.right < tag.left


def test_it_stands_inside_where_there_is_room_nowhere_else():
    layout = Layout.for_size((1280, 720))
    outline = layout.free.inflate(-4, -4)
    tag = place(layout, outline)
    assert outline.contains(tag)
    assert tag.top < outline.top + tag.height


def test_it_never_lies_under_the_toolbar():
    layout = Layout.for_size((1280, 720))
    toolbar = toolbar_place(layout)
    outline = pygame.Rect(toolbar.left + 100, 5, 200, toolbar.top - 12)
    assert not place(layout, outline).colliderect(toolbar)


@given(
    size=WINDOW,
    across=st.floats(-0.1, 0.99),
    down=st.floats(-0.1, 0.97),
    part=st.floats(0.01, 1.2),
)
def test_it_always_stands_where_the_board_is_free(size, across, down, part):
    layout = Layout.for_size(size)
    width, height = size
    outline = pygame.Rect(across * width, down * height, part * width, part * height)
    assert layout.free.contains(place(layout, outline, said(FIVE, "")))
    assert not layout.glass.colliderect(place(layout, outline, said(FIVE, ""), glass=True))


def test_a_digit_shines_and_a_doubt_is_quiet():
    layout = Layout.for_size((1920, 1080))

    def shows_accent(reading):
        surface = draw_tag(layout, SLATE, reading)
        drawn = pygame.surfarray.array3d(surface).reshape(-1, 3)
        return bool((drawn == SLATE.accent).all(axis=1).any())

    assert shows_accent(FIVE)
    assert not shows_accent(NONE)


def test_what_was_learned_of_it_is_marked_by_a_small_sign():
    layout, outline = Layout.for_size((1920, 1080)), pygame.Rect(300, 200, 200, 250)
    learned = said(YEAR, None, "0", None, None)
    assert tag_words(learned)[0] == tag_words(YEAR)[0]
    wide, usual = (place(layout, outline, each).width for each in (learned, YEAR))
    assert wide > usual + 20


def test_it_covers_no_other_number():
    layout = Layout.for_size((1280, 720))
    outline, other = pygame.Rect(300, 200, 120, 90), pygame.Rect(280, 90, 200, 100)
    assert place(layout, outline, YEAR).colliderect(other)
    both = [other, pygame.Rect(280, 300, 200, 100)]
    beside = places(layout, outline, YEAR, others=both)
    assert beside
    assert all(each.collidelist([*both, outline]) < 0 for each in beside)
    assert places(layout, outline, YEAR, others=[pygame.Rect(0, 0, 1280, 720)]) == ()
