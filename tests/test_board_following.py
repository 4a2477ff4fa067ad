"""While the pen is down the reading follows it: it is shown, and nothing else comes of it."""

import os
from itertools import pairwise

import numpy as np
import pygame
import pytest
from boards import ALIKE, ENTER, LIVE, UNDO, frame, off_from_fresh, play, text_of
from pens import fitted, key, mouse_events, mouse_stroke
from playing import begin, face, wait
from scribbling import zigzag
from strokes import DIGITS

from recognizer.board.draw.motion import FRAME_SECONDS
from recognizer.board.draw.theme import SLATE
from recognizer.board.run.following import MAX_POINTS
from recognizer.board.stage.tags import Tags
from recognizer.document.glimpses import GUESSING, HELD_SECONDS
from recognizer.document.session import Session
from recognizer.ink import Ink
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.settings import ASKED, STROKE, Settings
from recognizer.play.judging import RIGHT_SECONDS
from recognizer.reading.reader import Reader

pytest_plugins = ["boardfixtures"]


def slowly(ink, pixels=8):
    """Return the events of `ink` with points that are a few pixels apart, as a hand sends them."""
    strokes = []
    for stroke in ink.strokes:
        along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(stroke.points, axis=0).T))])
        wanted = np.append(np.arange(0, along[-1], pixels), along[-1])
        strokes.append(np.stack([np.interp(wanted, along, stroke.points[:, k]) for k in (0, 1)], 1))
    return mouse_events(Ink.from_points(strokes))


def follow(board, clock, events):
    """Yield after each frame of `events`, with a glimpse of each."""
    for event in events:
        board.handle([event])
        clock.advance(FRAME_SECONDS)
        board.settle()
        yield board.scene


def under_pen(digit, left=120.0, top=160.0, height=240.0):
    """Return the events of a digit whose last stroke is not finished."""
    return slowly(fitted(DIGITS[digit], left, top, height))[:-1]


def growing(scene):
    return scene.face.growing.text if scene.face.growing else None


def test_what_the_ink_says_so_far_is_shown_while_the_pen_is_down(board, clock, window):
    *drawing, lift = slowly(fitted(DIGITS["3"], 120, 160, 240))
    said = [growing(scene) for scene in follow(board, clock, drawing)]
    assert said[0] == GUESSING
    assert said[-1] == "3"
    assert board.session.is_pen_down
    panel = frame(window)[board.view.layout.answer.left :, board.view.layout.answer.top :]
    assert (np.abs(panel - SLATE.accent).sum(axis=2) == 0).any()
    play(board, lift)
    assert off_from_fresh(board, window) < ALIKE


@pytest.mark.parametrize("reads", [STROKE, ASKED])
def test_only_if_the_user_wants_that(new_board, clock, reads):
    board = new_board(settings=Settings(reads=reads))
    assert {growing(each) for each in follow(board, clock, under_pen("3"))} == {None}
    assert board.session.shown is None


def test_the_key_turns_it_on_in_the_middle_of_a_stroke(new_board, clock):
    board = new_board(settings=Settings(reads=ASKED))
    *_, last = follow(board, clock, [*under_pen("3"), LIVE])
    assert growing(last) == "3"


def test_nothing_is_kept_said_or_learned_of_it(new_board, clock, tmp_path):
    autosave = Autosave(tmp_path)
    autosave.restore()
    board = new_board(autosave=autosave)
    board.settle()
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()}
    list(follow(board, clock, under_pen("3")))
    now = {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()}
    assert now == before
    assert os.listdir(tmp_path)
    assert (board.session.reading, board.session.lessons, board.session.strokes) == (None, (), ())
    assert (board.desk.digits.drawn, board.session.can_redo) == ((), False)


@pytest.mark.parametrize("digit", sorted(DIGITS))
def test_the_reading_after_it_is_the_one_without_it(board, clock, digit):
    events = slowly(fitted(DIGITS[digit], 120, 160, 240))
    list(follow(board, clock, events))
    alone = Session(Reader(), board.session.pen_width)
    for stroke in board.session.strokes:
        points = zip(stroke.points.tolist(), stroke.times, strict=True)
        for k, ((x, y), time) in enumerate(points):
            (alone.pen_move if k else alone.pen_down)(x, y, time)
        alone.pen_up()
    wanted = alone.read()
    assert board.session.reading.text == wanted.text
    assert board.session.reading.confidence == pytest.approx(wanted.confidence)
    assert board.scene.face.growing is None


def test_the_last_glimpse_stands_until_the_stroke_is_read(board, clock):
    *drawing, lift = slowly(fitted(DIGITS["3"], 120, 160, 240))
    list(follow(board, clock, drawing))
    board.background.finish_reading(10)
    board.handle([lift])
    shown = board.scene.face.reading
    assert shown.text == "3"
    board.settle()
    assert text_of(board) == "3"
    assert board.session.shown is board.session.reading


def test_the_beginning_of_the_next_digit_is_no_number_of_its_own(board, clock):
    list(follow(board, clock, slowly(fitted(DIGITS["3"], 120, 160, 240))))
    texts = [
        each.face.reading.text for each in follow(board, clock, under_pen("1", left=300, top=160))
    ]
    assert texts[0] == "3"
    assert texts[-1] == "31"
    assert not any(" " in text or "\n" in text for text in texts)


def test_what_is_shown_does_not_flicker(board, clock):
    for digit in (each for each, ink in DIGITS.items() if len(ink.strokes) == 1):
        texts = [growing(scene) for scene in follow(board, clock, under_pen(digit))]
        turns = [k for k in range(1, len(texts)) if texts[k] != texts[k - 1]]
        assert all(b - a >= HELD_SECONDS / FRAME_SECONDS for a, b in pairwise(turns))
        play(board, UNDO)


def test_the_tag_keeps_its_place_while_the_digit_grows_away_from_it(board, clock):
    places = set()
    tags = tags_of(board)
    for scene in follow(board, clock, under_pen("3", height=200)):
        if growing(scene) and growing(scene) != GUESSING:
            ((_, place),) = tags.parts(scene)
            places.add(place.bottomright)
    assert len(places) == 1


def test_the_tag_gives_way_to_ink_that_comes_there(board, clock):
    up = [(200 + 6 * k, 400 - 8 * k) for k in range(30)]
    tags = tags_of(board)
    for scene in follow(board, clock, mouse_stroke(up)[:-1]):
        for _, place in tags.parts(scene):
            assert not any(place.collidepoint(spot) for spot in scene.open_stroke.points)


def test_a_palms_stroke_leaves_nothing_behind(board, clock):
    list(follow(board, clock, under_pen("3")))
    board.session.drop_stroke()
    assert board.session.shown is None


def test_undo_takes_the_stroke_and_what_was_read_of_it(board, clock):
    list(follow(board, clock, [*under_pen("3"), UNDO]))
    assert (board.session.shown, board.scene.face.growing) == (None, None)


def test_a_scribble_erases_as_ever(board, clock):
    list(follow(board, clock, slowly(fitted(DIGITS["3"], 120, 160, 240))))
    box = board.session.reading.numbers[0].box
    list(follow(board, clock, mouse_events(zigzag(9, box))))
    assert board.session.strokes == ()
    assert board.session.shown is None


def test_what_the_user_said_of_a_digit_stands_while_the_next_is_written(board, clock):
    list(follow(board, clock, slowly(fitted(DIGITS["3"], 120, 160, 240))))
    play(board, key(pygame.K_8))
    *_, last = follow(board, clock, under_pen("1", left=300))
    assert growing(last) == "81"


def test_a_pen_that_rests_asks_for_nothing(board, clock):
    list(follow(board, clock, under_pen("3")))
    clock.advance(1)
    board.settle()
    seen = board.session.glimpse
    clock.advance(60)
    board.settle()
    assert seen is not None
    assert board.session.glimpse is seen
    assert board.due > clock.now


def test_an_endless_stroke_is_read_when_it_ends(board, clock):
    path = [(300 + k % 40, 200 + (k // 40) % 200) for k in range(MAX_POINTS + 50)]
    board.handle(mouse_stroke(path)[:-1])
    clock.advance(1)
    board.settle()
    assert board.session.shown is None


def test_enter_reads_in_the_middle_of_a_stroke_as_ever(board, clock):
    list(follow(board, clock, [*under_pen("3"), ENTER]))
    assert board.session.is_pen_down
    assert text_of(board) == "3"


def test_in_a_game_it_stands_beside_the_task_and_counts_when_the_pen_is_up(board, clock):
    begin(board, "3")
    *drawing, lift = slowly(fitted(DIGITS["3"], 120, 240, 200))
    list(follow(board, clock, drawing))
    assert face(board).text == "3"
    wait(board, clock, 10 * RIGHT_SECONDS)
    assert (face(board).text, face(board).cheers) == ("3", False)
    play(board, lift)
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).cheers


def tags_of(board):
    """Return what makes the tags of scenes for the view of `board`."""
    view = board.view
    return Tags(view.layout, view.theme, lambda _: view.placing)
