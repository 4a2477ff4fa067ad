"""What the board says: what a key did, why one did nothing, and whose hand it knows."""

import pygame
import pytest
from boards import CLEAR, ENTER, HELP, REDO, UNDO, changed, drawn, frame, leave, play, seen
from making import copy_model, ink_line
from pens import drop, key, mouse_stroke
from strokes import DIGITS

from recognizer import Reader
from recognizer.actions import table
from recognizer.board import Board
from recognizer.board.cards.helpcard import help_parts, key_groups
from recognizer.board.cards.keycard import Keys
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import SLATE, THEMES
from recognizer.board.show.buttons import Button
from recognizer.board.show.playerchip import PlayerChip
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.profiles import Profile

pytest_plugins = ["boardfixtures"]

ERASER, SOUND, THEME = key(pygame.K_e), key(pygame.K_m), key(pygame.K_t)


def said(board):
    return seen(board).message.text if seen(board).message else ""


def test_e_says_what_the_pen_does_now(board):
    play(board, ERASER)
    assert said(board).startswith("Eraser")
    play(board, ERASER)
    assert said(board) == "Pen"


def test_an_eraser_on_an_empty_board_says_why_nothing_is_drawn(board):
    play(board, ERASER, *drawn("3"))
    assert said(board) == "Nothing to erase: E brings the pen back"
    play(board, ERASER, *mouse_stroke([(300, 200), (300, 300)], button=3))
    assert said(board) == "Nothing to erase: the board is empty"
    play(board, *drawn("3"), ERASER, *mouse_stroke([(100, 100), (120, 100)]))
    assert said(board) == ""


def test_m_says_whether_there_is_sound_now(board):
    pytest.importorskip("pygame.mixer", exc_type=ImportError)  # it needs the system's GLib
    play(board, SOUND)
    assert said(board) == "Sound on"
    play(board, SOUND)
    assert said(board) == "Sound off"


def test_m_says_what_is_wrong_where_there_can_be_no_sound(board, monkeypatch):
    monkeypatch.setenv("SDL_AUDIODRIVER", "none of these")
    play(board, SOUND)
    assert seen(board).message.warns


def test_t_says_which_colors_there_are_now(board):
    for _ in THEMES:
        play(board, THEME)
        assert said(board) == f"Colors: {board.view.theme.name}"


@pytest.mark.parametrize(
    ("pressed", "words"),
    [
        (UNDO, "Nothing to undo"),
        (REDO, "Nothing to redo"),
        (CLEAR, "Nothing to clear"),
        (ENTER, "Nothing to read"),
    ],
)
def test_a_key_that_can_do_nothing_says_so(board, pressed, words):
    play(board, pressed)
    assert said(board).startswith(words)


@pytest.mark.parametrize("pressed", [UNDO, CLEAR, ENTER])
def test_a_key_that_does_something_is_seen_and_says_nothing(board, pressed):
    play(board, *drawn("3"), pressed)
    assert said(board) == ""


def test_undo_after_a_restart_says_that_the_steps_before_are_gone(new_board, places):
    def start():
        autosave = Autosave(places.autosaves)
        page, _ = autosave.restore()
        return new_board(places=places, autosave=autosave, page=page)

    board = start()
    play(board, *drawn("3"))
    leave(board)
    again = start()
    play(again, UNDO)
    assert "before the board was opened" in said(again)
    assert len(again.session.strokes) == 1
    play(again, *drawn("7", left=520, height=200), UNDO)
    assert said(again) == ""
    play(again, UNDO)
    assert "before the board was opened" in said(again)
    play(again, CLEAR, UNDO)
    assert (said(again), len(again.session.strokes)) == ("", 1)


# The profile


def test_who_is_playing_stands_in_the_panel_and_on_the_card_of_keys(new_board, window, tmp_path):
    shown = []
    for name in ("ada", "default"):
        board = new_board(profile=Profile(tmp_path / f"{name}.json"))
        bare = frame(window)
        play(board, HELP)
        shown.append((bare, frame(window)))
        leave(board)
    (ada, ada_help), (default, default_help) = shown
    different = changed(ada, default)
    assert Layout.for_size(window.surface.get_size()).chip.contains(different)
    assert different.width > 0
    assert (ada_help != default_help).any()


@pytest.mark.parametrize("size", [(1920, 1080), (800, 600), (1080, 1920), (320, 240)])
@pytest.mark.parametrize("name", ["ada", "3b-cat", "x" * 40])
def test_a_player_s_name_stays_in_its_chip_and_on_the_card_of_keys(size, name, window):
    layout = Layout.for_size(size)
    ((chip, place),) = PlayerChip(name).parts(layout, SLATE, has_panel=False)
    assert chip.get_size() == place.size
    assert layout.panel.contains(place)
    assert not place.colliderect(layout.answer)
    _, (card, place) = help_parts(layout, SLATE, name)
    assert pygame.Rect((0, 0), size).contains(place)
    assert card.get_size() == help_parts(layout, SLATE)[1][0].get_size()


BITS = {"name": "bits", "symbols": ["0", "1"], "one": "bit", "many": "bits"}


def test_a_key_says_that_its_label_is_not_in_the_alphabet(window, tmp_path):
    board = Board(window, Reader(copy_model(tmp_path, alphabets=[BITS])))
    play(board, *drawn("1"), key(pygame.K_7))
    assert said(board) == "7 is not one of the bits that I read"
    assert board.session.page.corrections == ()
    play(board, key(pygame.K_0))
    assert [each.label for each in board.session.page.corrections] == ["0"]
    leave(board)


def test_the_card_of_keys_and_the_toolbar_speak_of_what_is_written(window, tmp_path):
    board = Board(window, Reader(copy_model(tmp_path, alphabets=[BITS])))
    tooltip = Button(table.TEACH).tooltip(board.scene.toolbar.alphabet)
    assert tooltip == "Teach: say which bit it is, or that it is none"
    play(board, HELP)
    groups = key_groups(board.scene.overlay(Keys).alphabet)
    told = [does for _, keys in groups for _, does in keys]
    assert "teach: say which bit it is, or that it is none" in told
    assert not any("digit" in each for each in told)
    leave(board)


@pytest.mark.parametrize(("label", "known"), [("1", "; its label is 1"), ("7", "")])
def test_of_an_opened_file_only_labels_of_the_alphabet_count(window, tmp_path, label, known):
    (tmp_path / "one.json").write_text(ink_line(DIGITS["1"], label=label))
    board = Board(window, Reader(copy_model(tmp_path, alphabets=[BITS])))
    play(board, drop(tmp_path / "one.json"))
    assert said(board) == f"Opened one.json{known}"
    leave(board)
