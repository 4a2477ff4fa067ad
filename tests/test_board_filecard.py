"""The card of files over the board, through the loop: a file is chosen with keys or taps."""

import os

import numpy as np
import pygame
import pytest
from boards import ENTER, ESCAPE, HELP, RESIZED, SIZE, drawn, frame, play, resize, seen
from pens import drop, finger_stroke, key, mouse_click, mouse_move, mouse_stroke, wheel
from strokes import DIGITS

from recognizer.board.cards.chooser import chooser_place, entry_at
from recognizer.document.page import Page

pytest_plugins = ["boardfixtures"]

OPEN = key(pygame.K_o, pygame.KMOD_LCTRL)
UP, DOWN = key(pygame.K_UP), key(pygame.K_DOWN)


@pytest.fixture
def board(new_board, places):
    return new_board(places=places)


@pytest.fixture
def folder(places):
    """The folder where files are kept: two inks, the newer one first, and a folder."""
    (places.saves / "older").mkdir(parents=True)
    for age, digit in enumerate(["3", "6"]):
        path = places.saves / f"{digit}.json"
        path.write_text(DIGITS[digit].to_json())
        os.utime(path, (1.7e9 - age * 3600,) * 2)
    (places.saves / "older" / "8.json").write_text(DIGITS["8"].to_json())
    return places.saves


def spot_of(board, name):
    """Return where the entry `name` is on the card, in pixels of the window."""
    layout, chooser = board.view.layout, seen(board).chooser
    place = chooser_place(layout, chooser)
    for y in range(place.top, place.bottom, 4):
        index = entry_at(chooser, layout, (place.centerx, y))
        if index is not None and chooser.entries[index].name == name:
            return place.centerx, y + 8
    raise AssertionError(f"no {name} on the card")


def selected(board):
    return seen(board).chooser.entries[seen(board).chooser.selected].name


def test_ctrl_o_shows_a_card_and_escape_closes_it(board, window, folder):
    before = frame(window)
    play(board, OPEN)
    assert np.abs(frame(window) - before).mean() > 1
    play(board, ESCAPE)
    assert seen(board).chooser is None
    assert np.array_equal(frame(window), before)


def test_with_the_keys_a_file_is_chosen_and_opened(board, folder):
    play(board, OPEN)
    names = [entry.name for entry in seen(board).chooser.entries]
    assert names == ["..", "older", "3.json", "6.json"]
    play(board, UP, DOWN, DOWN, UP, ENTER)
    assert seen(board).chooser is None
    assert board.session.reading.text == "3"


def test_folders_are_gone_into_and_out_of(board, folder):
    play(board, OPEN, UP, ENTER)
    assert seen(board).chooser.folder == folder / "older"
    play(board, UP, ENTER)
    assert seen(board).chooser.folder == folder
    assert selected(board) == "older"
    play(board, ENTER, ENTER)
    assert board.session.reading.text == "8"


def test_a_tap_that_is_broken_off_opens_nothing(board, folder):
    play(board, OPEN)
    down, up = mouse_click(spot_of(board, "3.json"))
    play(board, down, pygame.event.Event(pygame.WINDOWFOCUSLOST), up)
    assert seen(board).chooser is not None
    assert board.session.is_empty


@pytest.mark.parametrize("by_finger", [False, True])
def test_with_taps_a_file_is_chosen_and_opened(board, folder, by_finger):
    def tap(name):
        spot = spot_of(board, name)
        return finger_stroke([spot], SIZE) if by_finger else mouse_click(spot)

    play(board, OPEN)
    play(board, *tap("older"))
    play(board, *tap("8.json"))
    assert seen(board).chooser is None
    assert board.session.reading.text == "8"
    assert len(board.session.strokes) == len(DIGITS["8"].strokes)


def test_the_pointer_selects_what_it_is_on(board, folder):
    play(board, OPEN)
    play(board, mouse_move(spot_of(board, "6.json"), pressed=False))
    assert selected(board) == "6.json"


def test_a_press_beside_the_card_closes_it_and_draws_nothing(board, folder):
    play(board, OPEN, *mouse_stroke([(3, 3), (200, 200)]))
    assert seen(board).chooser is None
    assert board.session.is_empty


def test_the_wheel_goes_through_a_long_list(board, folder):
    for i in range(60):
        (folder / f"many-{i:02}.json").write_text(DIGITS["2"].to_json())
    play(board, OPEN, wheel(-1))
    first = seen(board).chooser.first
    assert first > 0
    play(board, wheel(1))
    assert seen(board).chooser.first == 0


def test_the_last_folder_is_offered_again(board, folder):
    play(board, drop(folder / "older" / "8.json"))
    play(board, OPEN)
    assert seen(board).chooser.folder == folder / "older"


def test_before_anything_was_saved_the_home_folder_is_offered(board, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    play(board, OPEN)
    assert seen(board).chooser.folder == tmp_path


def test_the_card_fits_the_window_after_a_change_of_size(board, window, folder):
    play(board, OPEN)
    resize(window, (420, 300))
    play(board, RESIZED)
    place = chooser_place(board.view.layout, seen(board).chooser)
    assert pygame.Rect(0, 0, 420, 300).contains(place)
    play(board, *mouse_click(spot_of(board, "6.json")))
    assert board.session.reading.text == "6"


def test_a_folder_that_is_gone_is_a_message(board, folder):
    play(board, OPEN, UP)
    (folder / "older" / "8.json").unlink()
    (folder / "older").rmdir()
    play(board, ENTER)
    assert seen(board).message.warns
    play(board, ESCAPE)
    assert seen(board).chooser is None


def test_escape_closes_the_help_over_the_card_first(board, folder):
    play(board, OPEN, HELP, ESCAPE)
    assert not seen(board).shows_help
    assert seen(board).chooser is not None


def test_a_press_on_the_help_over_the_card_chooses_nothing(board, folder):
    play(board, OPEN)
    spot = spot_of(board, "6.json")
    play(board, HELP, *mouse_click(spot))
    assert not seen(board).shows_help
    assert seen(board).chooser is not None
    assert board.session.page == Page()


def test_a_stroke_under_the_pen_is_kept_when_the_card_comes(board, folder):
    *but_up, up = drawn("3")
    play(board, *but_up, OPEN, up, ESCAPE)
    assert len(board.session.strokes) == 1
    assert not board.session.is_pen_down
