"""Numbers of several digits on the board, through the loop."""

import numpy as np
import pygame
import pytest
from boards import CLEAR, UNDO, frame, play, seen
from pens import drop, fitted, key, mouse_events, mouse_move, mouse_stroke
from strokes import DIGITS

from recognizer.board.glass.state import REST_SECONDS
from recognizer.board.stage.layers import outline_place

pytest_plugins = ["boardfixtures"]

GLASS = key(pygame.K_d)
COPY = key(pygame.K_c, pygame.KMOD_LCTRL)


def number(text, left, top, height=90):
    """Return the events of digits side by side, a third of their height apart."""
    events = []
    for digit in text:
        ink = fitted(DIGITS[digit], left, top, height)
        events += mouse_events(ink)
        left = ink.bounding_box.right + height / 3
    return events


def texts(board):
    return [each.text for each in board.session.reading.numbers]


def places(board):
    view = board.view
    return [
        outline_place(view.layout, each.box, view.placing) for each in board.session.reading.numbers
    ]


def middle(box):
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def test_digits_beside_each_other_are_one_number(board):
    play(board, *number("207", 60, 60))
    assert board.session.reading.text == "207"
    assert len(places(board)) == 1


def test_lines_are_read_from_the_top_each_from_the_left(board):
    play(board, *number("30", 420, 90), *number("14", 60, 330), *number("25", 60, 90))
    assert board.session.reading.text == "25 30\n14"


def test_each_number_has_a_box_and_a_tag(board, window):
    play(board, *number("25", 60, 90))
    before = frame(window)
    play(board, *number("14", 60, 360))
    _, second = places(board)
    panel = board.view.layout.answer
    changed = np.abs(frame(window) - before).max(axis=2) > 0
    changed[panel.left : panel.right, panel.top : panel.bottom] = False
    assert changed[second.left + 1 : second.right, second.top].any()
    tag_left, tag_top = second.left, second.top - board.view.layout.pixels(60)
    assert changed[tag_left : second.right, tag_top : second.top].any()


def test_a_number_that_stays_is_not_drawn_again(board, window):
    play(board, *number("25", 60, 90), *number("14", 60, 360))
    first = places(board)[0]
    marker = pygame.Rect(first.left + 2, first.top + 2, 8, 8)
    pygame.display.get_surface().fill((1, 2, 3), marker)
    play(board, *number("7", 420, 360))
    assert texts(board) == ["25", "14", "7"]
    assert window.surface.get_at(marker.center)[:3] == (1, 2, 3)


def test_a_late_stroke_joins_its_digit(board):
    *body, bar = fitted(DIGITS["5"], 60, 90, 90).strokes
    five = [each for stroke in body for each in mouse_stroke(stroke.points.tolist())]
    play(board, *five, *number("2", 180, 90), *mouse_stroke(bar.points.tolist()))
    assert board.session.reading.text == "52"


def test_what_is_no_digit_is_boxed_on_its_own(board):
    scribble = [(420 + 45 * np.cos(a) * a / 60, 200 + 45 * np.sin(a) * a / 60) for a in range(60)]
    play(board, *number("25", 60, 90), *mouse_stroke([(round(x), round(y)) for x, y in scribble]))
    assert board.session.reading.text == "25\n?"
    assert len(places(board)) == 2


def test_erasing_a_digit_leaves_the_rest_of_the_number(board):
    play(board, *number("25", 60, 90))
    play(board, *mouse_stroke([middle(board.session.reading.symbols[1].box)] * 2, button=3))
    play(board, *mouse_stroke([(170, 60), (170, 220)], button=3))
    assert board.session.reading.text == "2"
    play(board, CLEAR, UNDO)
    assert board.session.reading.text == "2"


def test_all_lines_stand_in_the_panel_and_fit(board, window):
    for row in range(5):
        play(board, *number(str(row) * 4, 30, 20 + 110 * row, 60))
    panel = board.view.layout.answer
    shown = frame(window)[panel.left : panel.right, panel.top : panel.bottom]
    accent = (np.abs(shown - board.view.theme.accent).max(axis=2) < 12).nonzero()
    assert len(accent[0]) > 300
    assert accent[0].min() > 2
    assert accent[0].max() < panel.width - 2


def test_copying_takes_all_that_was_read(board):
    play(board, *number("25", 60, 90), *number("14", 60, 360))
    assert board.session.reading.text == "25\n14"
    play(board, COPY)
    assert seen(board).message


def point_at(board, clock, spot):
    """Move the pointer there, and rest."""
    play(board, mouse_move(spot, pressed=False))
    clock.advance(REST_SECONDS)
    play(board)


def test_the_looking_glass_shows_the_newest_digit_and_follows_the_pointer(board, clock):
    play(board, GLASS, *number("2", 300, 90), *number("7", 420, 90), *number("4", 540, 90))
    assert seen(board).insight.best == "4"
    for digit in board.session.reading.symbols:
        x, y = board.view.placing.of_points(np.array([middle(digit.box)]))[0]
        point_at(board, clock, (x, y))
        assert seen(board).insight.best == digit.text


def test_beside_all_digits_the_glass_stays_where_it_was(board, clock):
    play(board, GLASS, *number("2", 300, 90), *number("7", 420, 90))
    point_at(board, clock, (340, 130))
    assert seen(board).insight.best == "2"
    point_at(board, clock, (600, 500))
    assert seen(board).insight.best == "2"


def test_a_pointer_that_passes_by_does_not_turn_the_glass(board, clock):
    play(board, GLASS, *number("2", 300, 90), *number("7", 420, 90))
    for x in (340, 330, 320):
        play(board, mouse_move((x, 130), pressed=False))
        clock.advance(REST_SECONDS / 2)
    play(board, mouse_move((60, 130), pressed=False))
    clock.advance(REST_SECONDS)
    play(board)
    assert seen(board).insight.best == "7"
    clock.advance(10)
    play(board)
    assert seen(board).insight.best == "7"


def test_numbers_of_a_picture_are_boxed_as_those_of_ink_are(board, tmp_path):
    path = tmp_path / "a.png"
    cells = np.full((120, 160), 255, np.uint8)
    cells[30:90, 70:78] = 0
    pygame.image.save(pygame.surfarray.make_surface(np.repeat(cells.T[..., None], 3, 2)), path)
    play(board, drop(path))
    assert board.session.reading.text == "1"
    assert board.scene.numbers == board.session.reading.numbers


@pytest.mark.parametrize("text", ["0123456789", "11111111", "2026"])
def test_the_text_of_the_panel_is_that_of_the_reading(board, text):
    play(board, *number(text, 20, 200, 44))
    assert board.session.reading.text == text
