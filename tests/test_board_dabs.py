"""What would change its mind, on the board: marks where ink would do so, which the pen can draw."""

from dataclasses import replace

import numpy as np
import pygame
import pytest
from boards import drawn, frame, off_from_fresh, play, seen
from pens import key, mouse_stroke
from strokes import DIGITS

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import SLATE
from recognizer.board.glass.contents import SAID, SEEN, Contents
from recognizer.board.glass.panel import glass_parts
from recognizer.board.glass.plan import arranged
from recognizer.network.alphabet import DIGITS as ALPHABET
from recognizer.reading.inside.dabs import NO_DABS, Dabs
from recognizer.reading.words import change_sentence

pytest_plugins = ["boardfixtures"]

GLASS, INSIDE = key(pygame.K_d), key(pygame.K_i)
ENDS = np.array([[10.0, 8.0], [14.0, 12.0]])
ONE_DAB = Dabs((ENDS,), (ENDS,), "8", False)


@pytest.fixture
def doubting(board):
    """A board whose open glass has found dabs for what is drawn."""
    for digit in ("0", "5", "2", "3"):
        play(board, *drawn(digit, left=320), GLASS)
        if seen(board).insight.dabs.marks:
            return board
        play(board, GLASS, key(pygame.K_c))
    raise AssertionError("no digit is some dabs away from another one")


def test_what_the_marks_promise_happens_when_the_pen_draws_them(doubting):
    board, dabs = doubting, seen(doubting).insight.dabs
    before = seen(board).insight.views.said.by_picture.label
    for ends in dabs.strokes:
        play(board, *mouse_stroke(board.view.placing.of_points(ends).tolist()))
    assert len(board.session.reading.symbols) == 1
    assert seen(board).insight.views.said.by_picture.label == dabs.label != before


def test_the_marks_are_on_the_board_too_as_long_as_the_glass_tells_of_them(doubting, window):
    board = doubting
    at = [
        board.view.placing.of_points(each).mean(axis=0) for each in seen(board).insight.dabs.strokes
    ]

    def marked():
        pixels = frame(window).astype(int)
        near = (pixels[int(x) - 20 : int(x) + 20, int(y) - 20 : int(y) + 20] for x, y in at)
        return [bool((np.abs(each - SLATE.warning).sum(axis=2) < 12).any()) for each in near]

    assert all(marked())
    assert off_from_fresh(board, window) == 0
    play(board, INSIDE)
    assert not any(marked())
    play(board, INSIDE, INSIDE)
    assert all(marked())
    play(board, GLASS)
    assert not any(marked())


@pytest.mark.usefixtures("fonts")
def test_the_mark_stands_on_what_the_network_sees(reader):
    layout = Layout.for_size((1920, 1080))
    insight = reader.look(reader.read_digit(DIGITS["3"]).only, DIGITS["3"])
    plain, marked = (
        pygame.surfarray.array3d(glass_parts(layout, SLATE, replace(insight, dabs=each))[0][0])
        for each in (NO_DABS, ONE_DAB)
    )
    (place,) = (
        each.picture
        for each in arranged(layout, None, Contents(says="a"))[1]
        if each.section == SEEN
    )
    changed = np.argwhere((plain != marked).any(axis=2))
    on_field = changed[[place.collidepoint(tuple(spot)) for spot in changed]]
    inside = (on_field - place.topleft) / (place.width / 28)
    assert np.abs(inside.mean(axis=0) - ENDS.mean(axis=0)).max() < 1
    assert len(on_field) < len(changed)  # the sentence beside it has changed, too


@pytest.mark.parametrize(
    ("dabs", "has_path", "says"),
    [
        (ONE_DAB, True, "Ink at the mark, and the picture looks like an 8."),
        (ONE_DAB, False, "Ink at the mark, and it is an 8."),
        (replace(ONE_DAB, is_read=True), True, "Ink at the mark, and it is an 8."),
        (replace(ONE_DAB, marks=(ENDS, ENDS)), False, "Ink at both marks, and it is an 8."),
        (NO_DABS, True, None),
    ],
)
def test_it_says_what_becomes_of_the_whole_only_if_that_is_so(dabs, has_path, says):
    assert change_sentence(dabs, has_path, ALPHABET) == says


def test_where_there_are_no_words_below_it_they_come_after_what_the_views_say():
    said, seen_alone = (
        Contents(says="One. Two.", change="Three.").sentence(s, False) for s in (SAID, SEEN)
    )
    assert (said, seen_alone) == ("One. Two. Three.", "")
    assert Contents(says="One. Two.", change="Three.").sentence(SEEN, True) == "Three."


def test_the_marks_on_the_board_stay_until_the_pen_has_drawn_there(doubting):
    board, dabs = doubting, seen(doubting).insight.dabs
    *pressed, lift = mouse_stroke(board.view.placing.of_points(dabs.strokes[0]).tolist())
    board.handle(pressed)
    board.settle()
    assert board.session.is_pen_down
    assert board.scene.face.ghosts is dabs
    play(board, lift)
    assert board.scene.face.ghosts is not dabs


def test_a_mark_goes_behind_the_tag_whose_words_stay_readable(board, window):
    roof = [(540, 187), (720, 160), (684, 460)]
    play(board, *mouse_stroke(roof), GLASS)
    above, *_ = seen(board).insight.dabs.strokes
    x, y = board.view.placing.of_points(above).mean(axis=0).astype(int)
    marked = frame(window)
    play(board, INSIDE)
    marks = (marked != frame(window)).any(axis=2)[x - 30 : x + 30]
    assert marks[:, y + 3 : y + 12].any()  # the lower edge of the mark, below the tag
    assert not marks[:, y - 12 : y].any()
