"""Teaching by touch: the card of labels."""

import pygame
import pytest
from boards import (
    ESCAPE,
    LIVE,
    RESIZED,
    SIZE,
    button,
    middle_of,
    off_from_fresh,
    play,
    resize,
    seen,
)
from pens import drop, mouse_click, mouse_move
from strokes import DIGITS, FLAGGED
from teaching import ONE, as_rgb, kept, number, said, show_toolbar, tap, text

from recognizer.actions import table
from recognizer.board.cards.teachcard import label_at, teach_card_place

pytest_plugins = ["boardfixtures", "profilefixtures", "teachfixtures"]


def label_spot(board, label):
    """Return the middle of a label on the card that teaches, in pixels of the window."""
    layout, glass = board.view.layout, board.scene.is_glass_open
    place = teach_card_place(layout, glass)
    spots = [
        (x, y)
        for x in range(place.left, place.right, 4)
        for y in range(place.top, place.bottom, 4)
        if label_at(layout, glass, (x, y)) == label
    ]
    assert spots, f"no place for {label!r} on the card"
    return spots[len(spots) // 2]


# By touch


@pytest.fixture
def carded(taught_board, clock):
    """A board that shows 274, the card open, by touch alone."""
    board = taught_board
    play(
        board, *number([DIGITS["2"], FLAGGED, DIGITS["4"]], top=100), mouse_move((700, 400), False)
    )
    show_toolbar(board, clock)
    play(board, *tap(board, button(board, table.TEACH)))
    return board


def test_the_card_is_about_the_digit_drawn_last(carded):
    digits = carded.session.reading.symbols
    assert seen(carded).teach.label == "4"
    assert carded.scene.face.pointed == digits[2].box


def test_a_tap_on_another_digit_chooses_that_one(carded, profile):
    board = carded
    play(board, *tap(board, middle_of(board, board.session.reading.symbols[1])))
    assert seen(board).teach.label == "7"
    play(board, *tap(board, label_spot(board, "1")))
    assert (text(board), kept(profile)) == ("214", ["1"])
    assert seen(board).teach is None
    assert len(board.session.strokes) == 4  # nothing was drawn by it


@pytest.mark.parametrize("label", [*"0123456789", ""])
def test_every_label_can_be_touched(carded, label):
    play(carded, *tap(carded, label_spot(carded, label)))
    assert said(carded) == [None, None, label]


@pytest.mark.parametrize("how", ["Esc", "beside", "button", "another key"])
def test_the_card_goes_away_and_nothing_is_taught(carded, how):
    board = carded
    place = teach_card_place(board.view.layout)
    ways = {
        "Esc": [ESCAPE],
        "beside": tap(board, (place.left - 40, place.top - 40)),
        "button": tap(board, button(board, table.TEACH)),
        "another key": [LIVE],
    }
    play(board, *ways[how])
    assert seen(board).teach is None
    assert said(board) == [None] * 3
    assert len(board.session.strokes) == 4


def test_a_digit_key_names_what_the_card_is_about(carded):
    board = carded
    play(board, *tap(board, middle_of(board, board.session.reading.symbols[1])), ONE)
    assert said(board) == [None, "1", None]
    assert seen(board).teach is None


def test_the_edge_of_the_card_does_nothing(carded):
    place = teach_card_place(carded.view.layout)
    play(carded, *tap(carded, (place.centerx, place.top + 2)))
    assert seen(carded).teach is not None


def test_a_toolbar_button_puts_the_card_away_and_does_what_it_does(carded):
    play(carded, *tap(carded, button(carded, table.CLEAR)))
    assert seen(carded).teach is None
    assert carded.session.is_empty


def test_the_label_under_the_pointer_is_marked(carded):
    play(carded, mouse_move(label_spot(carded, "3"), False))
    assert seen(carded).teach.hovered == "3"


def test_the_card_for_nothing_does_not_open(taught_board, clock, tmp_path):
    board = taught_board
    path = tmp_path / "blank.png"
    pygame.image.save(pygame.Surface((80, 80)), path)
    play(board, drop(path))
    show_toolbar(board, clock)
    play(board, *mouse_click(button(board, table.TEACH)))
    assert seen(board).teach is None
    assert "Nothing to name" in seen(board).message.text


def test_the_card_names_the_digit_of_a_picture(taught_board, clock, tmp_path):
    board = taught_board
    path = tmp_path / "seven.png"
    pygame.image.save(pygame.surfarray.make_surface(as_rgb(DIGITS["7"])), path)
    play(board, drop(path))
    show_toolbar(board, clock)
    play(board, *tap(board, button(board, table.TEACH)))
    play(board, *tap(board, label_spot(board, "1")))
    assert text(board) == "1"


def test_what_is_opened_meanwhile_puts_the_card_away(carded, tmp_path):
    path = tmp_path / "two.json"
    path.write_text(DIGITS["2"].to_json())
    play(carded, drop(path))
    assert seen(carded).teach is None
    assert not seen(carded).teach


@pytest.mark.parametrize("size", [(640, 480), (480, 640), SIZE])
def test_the_card_stands_whole_in_every_window(carded, window, size):
    board = carded
    resize(window, size)
    play(board, RESIZED)
    assert pygame.Rect((0, 0), size).contains(teach_card_place(board.view.layout))
    assert all(label_spot(board, label) for label in [*"0123456789", ""])
    assert off_from_fresh(board, window) == 0
