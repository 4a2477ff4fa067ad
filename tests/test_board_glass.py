"""The looking glass through the loop: it opens, slides, and shows what the network sees."""

import cv2
import numpy as np
import pygame
import pytest
from boards import (
    CLEAR,
    ENTER,
    RESIZED,
    SIZE,
    TO_ASKED,
    UNDO,
    frame,
    leave,
    middle_of,
    off_from_fresh,
    place_of_toolbar,
    play,
    resize,
    seen,
)
from boards import drawn as drawn_at
from making import picture_of
from pens import drop, key, mouse_move, mouse_stroke
from strokes import DIGITS, shifted

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.motion import SLIDE_SECONDS
from recognizer.board.draw.theme import SLATE
from recognizer.board.glass.state import REST_SECONDS
from recognizer.board.stage.layers import outline_place
from recognizer.board.stage.picturelayer import picture_parts
from recognizer.document.page import BoardPicture, Page
from recognizer.ink import Ink
from recognizer.keeping.settings import ASKED, Settings
from recognizer.reading.inside.insight import at_a_glance
from recognizer.reading.result import Verdict

pytest_plugins = ["boardfixtures"]

GLASS = key(pygame.K_d)


def drawn(digit):
    """Return the events of a digit beside the looking glass."""
    return drawn_at(digit, left=320)


def glass_of(board, window):
    place = board.view.layout.glass
    return frame(window)[place.left : place.right, place.top : place.bottom]


def test_d_opens_it_and_shows_what_is_on_the_board(board):
    play(board, *drawn("3"), GLASS)
    insight = seen(board).insight
    expected = at_a_glance(board.session.reading.only, board.session.ink)
    np.testing.assert_array_equal(insight.field, expected.field)
    assert insight.bars == expected.bars
    assert insight.verdict is Verdict.DIGIT
    assert insight.best == "3"


def test_where_the_network_looked_comes_after(board):
    play(board, *drawn("3"), GLASS)
    assert seen(board).insight.heat is not None
    assert seen(board).insight.heat.shape == (28, 28)


def test_it_says_the_same_as_the_reading(board):
    play(board, *drawn("8"), GLASS)
    bars = dict(seen(board).insight.bars)
    for candidate in board.session.reading.candidates:
        assert bars[candidate.label] == pytest.approx(candidate.confidence, abs=1e-6)


def test_it_follows_what_is_drawn_while_it_is_open(board, window, clock):
    play(board, GLASS)
    clock.advance(SLIDE_SECONDS)
    play(board, *drawn("3"))
    assert seen(board).insight.best == "3"
    shown = glass_of(board, window)
    play(board, CLEAR, *drawn("7"))
    assert seen(board).insight.best == "7"
    assert (glass_of(board, window) != shown).any()


def test_it_is_empty_after_a_clear_and_full_again_after_undo(board):
    play(board, *drawn("3"), GLASS, CLEAR)
    assert seen(board).insight is None
    play(board, UNDO)
    assert seen(board).insight.best == "3"


def test_an_empty_board_needs_no_look(board, window, clock):
    play(board, GLASS)
    assert seen(board).insight is None
    clock.advance(SLIDE_SECONDS)
    board.handle([])
    assert off_from_fresh(board, window) == 0


def test_a_picture_is_looked_at_too(board, tmp_path):
    cv2.imwrite(str(tmp_path / "seven.png"), picture_of(DIGITS["7"]))
    play(board, GLASS, drop(tmp_path / "seven.png"))
    assert seen(board).insight.best == "7"


def test_of_a_page_it_sees_one_digit_and_says_of_it_what_the_board_says(board, tmp_path):
    page = Ink((*DIGITS["7"].strokes, *shifted(DIGITS["4"], 130, 0).strokes))
    cv2.imwrite(str(tmp_path / "page.png"), picture_of(page))
    play(board, GLASS, drop(tmp_path / "page.png"))
    seven, _ = board.session.reading.symbols
    insight = seen(board).insight
    assert (insight.best, insight.verdict) == ("7", Verdict.DIGIT)
    assert dict(insight.bars)["7"] == pytest.approx(seven.candidates[0].confidence)
    assert board.scene.face.pointed == seven.box
    assert len(board.scene.numbers) == 1


def test_with_live_reading_off_enter_looks(board):
    play(board, *TO_ASKED, GLASS, *drawn("3"))
    assert seen(board).insight is None
    play(board, ENTER)
    assert seen(board).insight.best == "3"


def test_it_slides_in_and_out(board, window, clock):
    closed = frame(window)
    panel = board.view.theme.panel

    def right_edges():
        """Turn it, and return how far it reaches into the window at each quarter of its way."""
        play(board, GLASS)
        for _ in range(4):
            clock.advance(SLIDE_SECONDS / 4 + 1e-6)
            board.handle([])
            column = (frame(window)[:270, 300] == panel).all(axis=1)
            yield int(np.flatnonzero(column).max(initial=0))

    opening, closing = list(right_edges()), list(right_edges())
    assert opening == sorted(set(opening))
    assert opening[-1] == pytest.approx(board.view.layout.glass.right, abs=2)
    assert closing == sorted(set(closing), reverse=True)
    assert np.array_equal(frame(window), closed)


def test_while_it_slides_the_loop_wakes_for_each_frame(board, clock):
    play(board, GLASS)
    assert board.due <= clock.now + 1 / 50
    clock.advance(SLIDE_SECONDS + 1e-6)
    assert board.due <= clock.now + 1 / 50  # the last frame is still to be shown
    board.handle([])
    assert board.due > clock.now + 1 / 50


def test_at_each_moment_of_the_slide_the_frame_is_right(board, window, clock):
    play(board, *drawn("3"), GLASS)
    for _ in range(6):
        board.handle([])
        assert off_from_fresh(board, window) < 96
        clock.advance(SLIDE_SECONDS / 5)


def test_a_press_on_it_draws_nothing(board, clock):
    play(board, GLASS)
    clock.advance(SLIDE_SECONDS)
    place = board.view.layout.glass
    play(board, *mouse_stroke([place.center, (place.right + 90, 200)]))
    assert board.session.is_empty


def test_ink_can_be_drawn_into_it_from_beside(board, clock):
    play(board, GLASS)
    clock.advance(SLIDE_SECONDS)
    place = board.view.layout.glass
    play(board, *mouse_stroke([(place.right + 90, 200), place.center]))
    assert len(board.session.strokes) == 1


def test_the_toolbar_stands_beside_it_and_stays_where_it_was(board, window):
    resize(window, (1920, 1080))
    play(board, RESIZED)
    before = place_of_toolbar(board)
    play(board, GLASS)
    assert place_of_toolbar(board) == before
    assert before.left > board.view.layout.glass.right


def outline_of(board):
    return outline_place(board.view.layout, board.session.ink.bounding_box, board.view.placing)


def test_ink_it_would_hide_moves_beside_it_and_back(board):
    play(board, *drawn_at("4", left=10))
    before = board.view.placing
    assert outline_of(board).colliderect(board.view.layout.glass)
    play(board, GLASS)
    assert board.view.layout.free_beside(glass=True).contains(outline_of(board))
    assert board.view.placing.zoom == before.zoom
    play(board, GLASS)
    assert board.view.placing == before


def test_ink_it_would_not_hide_stays(board):
    play(board, *drawn_at("4", left=board.view.layout.glass.right + 60))
    before = board.view.placing
    play(board, GLASS)
    assert board.view.placing == before


def test_ink_wider_than_what_it_leaves_is_shown_smaller(board):
    width, height = SIZE
    play(board, *mouse_stroke([(5, 60), (width - 300, height - 60)]), GLASS)
    assert board.view.placing.zoom < 1
    assert board.view.layout.free_beside(glass=True).contains(outline_of(board))


def test_beside_it_the_pen_draws_where_it_is(board, window):
    play(board, *drawn_at("4", left=10), GLASS)
    spot = (board.view.layout.glass.right + 200, 80)
    play(board, *mouse_stroke([spot, (spot[0] + 50, spot[1] + 9)]))
    x, y = board.view.placing.of_points(board.session.strokes[-1].points)[0]
    assert (x, y) == pytest.approx(spot)


def test_an_empty_board_lies_as_it_did(board):
    before = board.view.placing
    play(board, *drawn_at("4", left=10), GLASS, CLEAR)
    assert board.view.placing == before
    play(board, UNDO)
    assert board.view.layout.free_beside(glass=True).contains(outline_of(board))


def test_a_picture_lies_beside_it():
    layout = Layout.for_size(SIZE)
    page = Page(picture=BoardPicture("a.png", np.full((300, 400, 3), 200, np.uint8)))
    ((_, place),) = picture_parts(layout, SLATE, page, glass=True)
    assert not place.colliderect(layout.glass)


def test_it_opens_with_the_board_if_it_was_open_last(new_board, window):
    board = new_board(settings=Settings(glass=True))
    assert seen(board).glass == 1.0
    play(board, *drawn("3"))
    assert seen(board).insight.best == "3"


def test_a_look_that_comes_after_a_clear_is_not_shown(board):
    board.handle([GLASS, *drawn("3"), ENTER])
    board.background.is_idle(10)
    board.handle([CLEAR])
    board.settle()
    assert seen(board).insight is None


def test_a_look_at_what_has_changed_since_is_not_shown(board):
    """Without live reading nothing newer comes by itself."""
    play(board, *TO_ASKED, *drawn("3"), ENTER)
    board.handle([GLASS])
    board.background.is_idle(10)
    board.handle([CLEAR, *drawn("7")])
    board.settle()
    assert seen(board).insight is None


def test_a_blank_picture_leaves_nothing_to_be_seen(board, tmp_path):
    path = tmp_path / "blank.png"
    cv2.imwrite(str(path), np.full((80, 80, 3), 255, np.uint8))
    play(board, GLASS, *drawn("1"))
    assert seen(board).insight is not None
    play(board, drop(path))
    assert board.session.reading.verdict is Verdict.NOTHING
    assert seen(board).insight is None


def test_after_a_restart_it_shows_the_newest_digit_not_all_of_them(new_board):
    before = new_board()
    play(before, *drawn("3"), *drawn_at("7", left=620))
    page = before.session.page
    leave(before)
    for _ in range(3):  # what was asked before anything had been read may be answered at any time
        board = new_board(page=page, settings=Settings(glass=True))
        board.settle()
        assert seen(board).insight.best == "7"
        leave(board)


def test_a_look_that_has_been_overtaken_is_not_shown_nor_gone_on_with(board, clock):
    play(board, GLASS, *drawn("3"), *drawn_at("7", left=620))
    three, seven = (middle_of(board, digit) for digit in board.session.reading.symbols)
    board.handle([mouse_move(three, pressed=False)])
    clock.advance(REST_SECONDS)
    board.handle([])
    board.background.is_idle(10)  # its answer is there, and not taken up
    board.handle([mouse_move(seven, pressed=False), GLASS, GLASS])
    assert seen(board).insight is None or seen(board).insight.best == "7"
    board.settle()
    assert seen(board).insight.best == "7"
    assert seen(board).insight.heat is not None


def test_an_open_glass_sees_a_restored_page_that_is_not_read_live(new_board):
    before = new_board()
    play(before, *drawn("3"))
    page = before.session.page
    leave(before)
    board = new_board(page=page, settings=Settings(reads=ASKED, glass=True))
    assert seen(board).insight.best == "3"
    assert board.session.reading is None


def test_a_frame_that_takes_past_the_end_of_the_slide_is_not_the_last(board, clock):
    play(board, GLASS)
    clock.advance(SLIDE_SECONDS / 2)
    board.handle([])
    clock.advance(SLIDE_SECONDS)  # while that frame was drawn
    assert board.due <= clock.now + 1 / 50
    board.handle([])
    assert seen(board).glass == 1.0
