"""Saving, opening and copying, through the loop."""

import json

import cv2
import numpy as np
import pygame
import pytest
from boards import CLEAR, HELP, QUIT, SIZE, UNDO, drawn, frame, play, seen
from making import picture_of
from pens import drop, key
from sheetpictures import sheet
from strokes import DIGITS

from recognizer import Ink, Stroke, read_ink_file
from recognizer.board.draw.theme import SLATE, THEMES
from recognizer.board.stage.layers import outline_place
from recognizer.keeping.settings import Settings
from recognizer.pictures.decode import load_picture

pytest_plugins = ["boardfixtures"]

SAVE = key(pygame.K_s)
COPY = key(pygame.K_c, pygame.KMOD_LCTRL)


@pytest.fixture
def board(new_board, places):
    return new_board(places=places)


@pytest.fixture
def ink_file(tmp_path):
    path = tmp_path / "two.json"
    path.write_text(DIGITS["2"].to_json())
    return path


@pytest.fixture
def picture_file(tmp_path):
    path = tmp_path / "seven.png"
    cv2.imwrite(str(path), picture_of(DIGITS["7"]))
    return path


def saved(places):
    return sorted(each.name for each in places.saves.iterdir())


# Saving


def test_s_saves_the_picture_and_the_ink_and_says_where(board, places):
    play(board, *drawn("4"))
    strokes = board.session.strokes
    play(board, SAVE)
    picture, ink = (places.saves / name for name in sorted(saved(places), reverse=True))
    assert seen(board).message.text == f"Saved as {picture}"
    assert picture.suffix == ".png"
    assert ink == picture.with_suffix(".json")
    (labeled,) = read_ink_file(ink)
    assert labeled.ink.strokes == strokes
    assert json.loads(ink.read_bytes())["text"] == "4"


def test_the_picture_is_of_the_ink_only(board, places):
    play(board, *drawn("4"), HELP, SAVE)
    path = next(places.saves.glob("*.png"))
    shown = pygame.surfarray.array3d(pygame.image.load(path)).astype(int)
    assert shown.shape[:2] == SIZE
    assert (shown == SLATE.ink).all(axis=2).sum() > 500
    spots = np.argwhere((shown != SLATE.board).any(axis=2)).tolist()
    box = outline_place(board.view.layout, board.session.ink.bounding_box, board.view.placing)
    assert all(map(box.collidepoint, spots))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("digit", ["1", "4", "8"])
def test_the_picture_is_read_as_what_was_drawn(new_board, places, reader, theme, digit):
    board = new_board(settings=Settings(theme=theme), places=places)
    play(board, *drawn(digit), SAVE)
    pixels = load_picture(next(places.saves.glob("*.png")))
    assert reader.read_image(pixels).text == board.session.reading.text == digit


def test_what_the_user_said_is_saved_with_it(board, places):
    play(board, *drawn("1"), key(pygame.K_7), SAVE)
    record = json.loads(next(places.saves.glob("*.json")).read_bytes())
    assert record["label"] == "7"


def test_saving_twice_overwrites_nothing(board, places):
    play(board, *drawn("4"), SAVE, SAVE, *drawn("2"), SAVE)
    assert len(saved(places)) == 6
    counts = [len(next(read_ink_file(path)).ink.strokes) for path in places.saves.glob("*.json")]
    assert sorted(counts) == [2, 2, 3]


def test_saving_in_the_middle_of_a_stroke_keeps_it(board, places):
    *but_up, _ = drawn("3")
    play(board, *but_up, SAVE)
    assert len(board.session.strokes) == 1
    assert len(saved(places)) == 2


def test_an_empty_board_is_not_saved(board, places):
    play(board, SAVE)
    assert "empty" in seen(board).message.text
    assert not places.saves.exists()


def test_where_nothing_can_be_written_there_is_a_message(board, places):
    places.saves.write_text("a file in the way")
    play(board, *drawn("4"), SAVE)
    assert seen(board).message.warns
    assert str(places.saves) in seen(board).message.text
    play(board, UNDO)
    assert len(board.session.strokes) == 1


def test_a_board_that_keeps_no_files_says_so(new_board):
    board = new_board()
    play(board, *drawn("4"), SAVE)
    assert seen(board).message.warns


@pytest.mark.parametrize("digit", ["3", "4"])
def test_what_was_saved_opens_as_the_same_strokes(board, places, digit):
    play(board, *drawn(digit))
    strokes = board.session.strokes
    play(board, SAVE, CLEAR)
    path = next(places.saves.glob("*.json"))
    play(board, drop(path))
    assert board.session.strokes == strokes
    assert board.session.reading.text == digit


def test_what_was_being_saved_when_the_user_quit_is_there(new_board, places):
    board = new_board(places=places)
    board.handle([*drawn("4"), SAVE, QUIT])
    board.close()
    assert len(saved(places)) == 2


# Opening


def test_dropped_ink_comes_large_and_in_the_middle(board, ink_file):
    play(board, drop(ink_file))
    assert seen(board).message.text == "Opened two.json"
    assert board.session.reading.text == "2"
    box, free = board.session.ink.bounding_box, board.view.layout.free
    assert ((box.left + box.right) / 2, (box.top + box.bottom) / 2) == pytest.approx(free.center)
    assert 0.4 * free.height < box.height < free.height


def test_a_dropped_picture_lies_on_the_board_and_is_read(board, window, picture_file):
    before = frame(window)
    play(board, drop(picture_file))
    assert board.session.page.picture.name == "seven.png"
    assert board.session.reading.text == "7"
    middle = board.view.layout.free.center
    assert abs(frame(window)[middle] - before[middle]).max() > 100


def test_a_picture_on_its_side_is_said_to_be_that(board, tmp_path):
    path = tmp_path / "side.png"
    cv2.imwrite(str(path), np.rot90(sheet("24735", "93521"), -1))
    play(board, drop(path))
    assert board.session.reading.text == "24735\n93521"
    assert seen(board).message.text == "It stands on its side: read turned to the left"


def test_ink_can_be_drawn_over_a_picture(board, picture_file):
    play(board, drop(picture_file))
    play(board, *drawn("3"))
    assert board.session.page.picture is not None
    assert board.session.reading.text == "3"
    play(board, UNDO)
    assert board.session.reading.text == "7"


def test_opening_is_one_step_that_can_be_taken_back(board, ink_file):
    play(board, *drawn("4"))
    before = board.session.page
    play(board, drop(ink_file))
    assert board.session.page != before
    play(board, UNDO)
    assert board.session.page == before
    assert board.session.reading.text == "4"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bad.json", b"{nonsense"),
        ("empty.json", b""),
        ("bad.png", b"no picture"),
        ("notes.txt", b"hello"),
        ("far.json", b'{"strokes": [[[1e300, 0]]]}'),
    ],
)
def test_nonsense_is_a_message_and_the_board_goes_on(board, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    play(board, *drawn("4"))
    play(board, drop(path))
    assert seen(board).message.warns
    assert name in seen(board).message.text
    assert "\n" not in seen(board).message.text
    assert board.session.reading.text == "4"
    play(board, CLEAR, *drawn("3"))
    assert board.session.reading.text == "3"


@pytest.mark.parametrize("name", ["gone.json", "", "nul\0.json"])
def test_a_file_that_is_none_is_a_message(board, tmp_path, name):
    play(board, drop(tmp_path / name))
    assert seen(board).message.warns


@pytest.mark.parametrize(
    ("points", "pen_width"),
    [
        ([(-1, -1), (-1 + 1e-5, -1)], 1e5),
        ([(-1, -1), (-1 + 1e-8, -1)], 1e-8),
        ([(-1e9, -1e9), (1e9, 1e9)], 1.0),
        ([(100, 100), (200, 200)], 1e9),
        ([(1e9, 1e9), (1e9, 1e9)], 1e9),
        ([(0, 0)], None),
    ],
)
def test_strange_but_true_ink_is_opened_or_refused_and_the_board_goes_on(
    board, tmp_path, points, pen_width
):
    path = tmp_path / "strange.json"
    path.write_text(Ink((Stroke(points, pen_width=pen_width),)).to_json())
    play(board, drop(path))
    assert seen(board).message is not None
    play(board, CLEAR, *drawn("3"))
    assert board.session.reading.text == "3"


def test_a_file_dropped_just_before_the_end_does_no_harm(new_board, places, ink_file):
    board = new_board(places=places)
    board.handle([drop(ink_file), QUIT])
    board.close()
    assert board.has_quit


def test_of_several_files_the_last_one_stays(board, ink_file, picture_file):
    play(board, drop(picture_file), drop(ink_file))
    assert board.session.page.picture is None
    assert board.session.reading.text == "2"
    play(board, UNDO)
    assert board.session.reading.text == "7"


# Copying


def test_ctrl_c_copies_or_says_why_not_and_never_clears(board):
    """SDL's dummy driver has a clipboard in some versions only."""
    play(board, *drawn("4"))
    play(board, COPY)
    assert seen(board).message.text == "Copied 4" or seen(board).message.warns
    assert len(board.session.strokes) == 2


@pytest.mark.parametrize("before", [[], drawn("4")[:6]], ids=["empty", "no digit"])
def test_without_a_digit_there_is_nothing_to_copy(board, before):
    play(board, *before)
    play(board, COPY)
    assert seen(board).message.text == "Nothing to copy: no digit was read"
