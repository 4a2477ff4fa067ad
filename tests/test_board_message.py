"""Messages: one pill that is never clipped, however much there is to say."""

from dataclasses import replace

import numpy as np
import pygame
import pytest
from anything import WINDOW
from hypothesis import given
from hypothesis import strategies as st

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import SLATE, TEXT_FONT, THEMES, text_width
from recognizer.board.show.message import MAX_LINES, Message, message_parts, wrap_text
from recognizer.board.show.toolbar import toolbar_place

pytest_plugins = ["boardfixtures"]
pytestmark = pytest.mark.usefixtures("fonts")

SIZES = [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920), (640, 400), (320, 240)]
SHORT = "Reading after each stroke"
LONG = "Saved as /home/somebody/Pictures/Recognizer/" + "very-" * 60 + "long.png and then some"


def pixels(drawn):
    return pygame.surfarray.array3d(drawn).astype(int)


@given(size=WINDOW, text=st.sampled_from([SHORT, LONG, "x" * 4000, ""]), glass=st.booleans())
def test_it_lies_inside_the_window(size, text, glass):
    ((drawn, place),) = message_parts(Layout.for_size(size), SLATE, Message(text), glass)
    assert drawn.get_size() == place.size
    assert pygame.Rect((0, 0), size).contains(place)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("glass", [False, True])
def test_a_short_one_stands_above_the_toolbar_and_beside_the_answer(size, glass):
    layout = Layout.for_size(size)
    ((_, place),) = message_parts(layout, SLATE, Message(SHORT), glass)
    assert place.bottom <= toolbar_place(layout, glass).top
    assert not place.colliderect(layout.answer)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_a_warning_is_in_the_color_of_warnings(theme):
    layout = Layout.for_size((1920, 1080))
    for warns, color, other in ((True, theme.warning, theme.text), (False, theme.text, None)):
        ((drawn, _),) = message_parts(layout, theme, Message(SHORT, warns))
        shown = pixels(drawn)
        assert (np.abs(shown - color).max(axis=2) < 12).sum() > 50
        assert other is None or (shown == other).all(axis=2).sum() == 0


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("there is no camera", "There is no camera"),
        ("photo.png: the file is empty", "photo.png: the file is empty"),
    ],
)
def test_a_warning_begins_as_a_sentence_does_but_a_file_keeps_its_name(told, shown):
    layout = Layout.for_size((1280, 720))
    ((drawn, _),) = message_parts(layout, SLATE, Message(told, warns=True))
    ((wanted, _),) = message_parts(layout, replace(SLATE, text=SLATE.warning), Message(shown))
    assert (pixels(drawn) == pixels(wanted)).all()


def test_the_same_message_is_the_same_surface():
    layout = Layout.for_size((1280, 720))
    (one,), (other,) = (message_parts(layout, SLATE, Message(SHORT)) for _ in range(2))
    assert one[0] is other[0]


def test_text_breaks_between_words_and_loses_none():
    text = "one two three four five six seven eight"
    lines = wrap_text(text, 20, text_width("one two three", TEXT_FONT, 20))
    assert 2 <= len(lines) <= MAX_LINES
    assert " ".join(lines) == text


@pytest.mark.parametrize("text", [LONG, "word " * 500, "x" * 1000, ""])
@pytest.mark.parametrize("width", [30, 100, 400])
def test_no_line_is_wider_than_the_room_and_there_are_never_too_many(text, width):
    lines = wrap_text(text, 20, width)
    assert 1 <= len(lines) <= MAX_LINES
    assert all(text_width(line, TEXT_FONT, 20) <= width for line in lines)


def test_of_too_many_words_the_last_ones_are_kept():
    text = " ".join(f"word{i}" for i in range(200))
    lines = wrap_text(text, 20, 300)
    assert lines[0].startswith("word0 word1")
    assert lines[-1].endswith("word199")
    assert "…" in lines[-1]
