"""What is written is chosen on the board: from a menu, by a button, a key, mouse or finger."""

from dataclasses import replace

import pygame
import pytest
from alphabets import DIGITS, LETTERS, SUMS, TEXT, model_of_alphabets
from boards import (
    ENTER,
    ESCAPE,
    HELP,
    LIVE,
    SIZE,
    button,
    drawn,
    leave,
    line_of_menu,
    off_from_fresh,
    play,
    seen,
    text_of,
    toolbar_of,
)
from pens import finger_stroke, key, mouse_click, mouse_stroke
from writingtask import WriteTheDigit

from recognizer import Reader
from recognizer.actions import table
from recognizer.board import Board
from recognizer.board.cards.helpcard import key_groups
from recognizer.board.cards.keycard import Keys
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import SLATE
from recognizer.board.input.commands import Choose
from recognizer.board.run.tools import TOOLBAR_AFTER_SECONDS
from recognizer.board.show.buttons import ToolbarState, buttons, menu_buttons
from recognizer.board.show.menu import menu_button_at, menu_parts, menu_place
from recognizer.board.show.toolbar import MIN_TARGET_PIXELS, button_place, place_of
from recognizer.keeping.settings import ASKED, Settings, load_settings
from recognizer.network.alphabet import alphabets_of

pytest_plugins = ["boardfixtures"]

A, UP, DOWN = key(pygame.K_a), key(pygame.K_UP), key(pygame.K_DOWN)
WINDOWS = [(480, 320), (640, 400), (1280, 720), (1920, 1080), (1080, 1920), (360, 640)]
CHOOSING = ToolbarState(alphabets=(DIGITS, SUMS, LETTERS, TEXT), choosing=True)


@pytest.fixture
def reader(tmp_path):
    """A reader of several alphabets, in place of the one that the other tests share."""
    return Reader(model_of_alphabets(tmp_path))


def rest(board, clock):
    """Let the toolbar come back."""
    clock.advance(TOOLBAR_AFTER_SECONDS)
    board.handle([])


def choose(board, clock, alphabet):
    """Choose an alphabet with the mouse."""
    rest(board, clock)
    play(board, *mouse_click(button(board, table.ALPHABET)))
    play(board, *mouse_click(line_of_menu(board, Choose(alphabet))))


def is_choosing(board):
    return seen(board).menu is not None and toolbar_of(board).choosing


@pytest.mark.parametrize("how", ["mouse", "finger", "key"])
def test_the_menu_opens_and_closes_by_mouse_finger_and_key(board, window, how):
    spot = button(board, table.ALPHABET)
    again = {"mouse": mouse_click(spot), "finger": finger_stroke([spot], SIZE), "key": [A]}[how]
    play(board, *again)
    assert is_choosing(board)
    assert off_from_fresh(board, window) == 0
    play(board, *again)
    assert not is_choosing(board)


def test_it_lists_what_the_model_knows_and_marks_what_is_read(board):
    play(board, A)
    lines = menu_buttons(toolbar_of(board))
    assert [each.label for each in lines] == ["Digits", "Sums", "Letters", "Text"]
    assert [each.sample for each in lines] == ["123", "1+2", "ABN", "A1?"]
    assert [each.beside for each in lines][1:3] == ["digits and +", "letters, A, B and N"]
    assert [each.label for each in lines if each.on] == ["Digits"]


def test_the_ink_is_read_anew_as_what_is_chosen(board, clock):
    play(board, *drawn("6"))
    assert text_of(board) == "?"
    choose(board, clock, LETTERS)
    assert not is_choosing(board)
    assert text_of(board) == "A"
    assert seen(board).message.text == "Now I read letters, A, B and N"
    choose(board, clock, DIGITS)
    assert text_of(board) == "?"


def test_arrow_keys_and_enter_choose_too(board):
    play(board, *drawn("6"), A, DOWN, DOWN, DOWN, ENTER)
    assert text_of(board) == "A"
    assert toolbar_of(board).alphabet == LETTERS
    play(board, A, UP, ENTER)
    assert toolbar_of(board).alphabet == TEXT


@pytest.mark.parametrize("other", [ESCAPE, LIVE, *mouse_stroke([(80, 80), (120, 200)])[:1]])
def test_whatever_else_is_done_closes_it_and_chooses_nothing(board, other):
    play(board, A, other)
    assert not is_choosing(board)
    assert toolbar_of(board).alphabet == DIGITS
    assert board.session.is_empty


def test_the_two_menus_are_never_open_at_once(board):
    play(board, A, *mouse_click(button(board, table.MORE)))
    assert not is_choosing(board)
    assert seen(board).menu is not None
    play(board, *mouse_click(button(board, table.ALPHABET)))
    assert is_choosing(board)


def test_the_empty_board_asks_for_what_is_read(board, clock):
    assert board.scene.face.alphabet.call == "Draw a number"
    choose(board, clock, SUMS)
    assert board.scene.face.alphabet.call == "Write a sum"


def test_the_choice_is_remembered(new_board, places, clock):
    board = new_board(places=places)
    choose(board, clock, LETTERS)
    leave(board)
    assert load_settings(places.settings)[0].alphabet == "letters"


def test_who_reads_only_when_asked_is_asked_anew_only_of_what_was_read(new_board, clock):
    board = new_board(settings=Settings(reads=ASKED))
    play(board, *drawn("6"))
    choose(board, clock, LETTERS)
    assert board.session.reading is None
    play(board, ENTER)
    assert text_of(board) == "A"
    choose(board, clock, DIGITS)
    assert text_of(board) == "?"


def test_the_looking_glass_looks_again(board, clock):
    play(board, *drawn("6"), key(pygame.K_d))
    assert [label for label, _ in seen(board).insight.bars] == [*DIGITS.symbols]
    choose(board, clock, LETTERS)
    assert [label for label, _ in seen(board).insight.bars] == ["A", "B", "N"]
    assert seen(board).insight.best == "A"


def test_the_card_of_keys_tells_the_key_and_speaks_of_what_is_read(board, clock):
    choose(board, clock, LETTERS)
    play(board, HELP)
    keys = board.scene.overlay(Keys)
    assert (keys.alphabet, keys.has_choice) == (LETTERS, True)
    told = {told: does for _, group in key_groups(LETTERS, True) for told, does in group}
    assert told[("A",)] == "choose what is written, such as sums or letters"
    assert told[("0-9", "N")] == "teach: say which letter it is, or that it is none"


def test_where_there_is_one_alphabet_there_is_no_button_and_the_key_says_so(window, tmp_path):
    folder = tmp_path / "one"
    folder.mkdir()
    board = Board(window, Reader(model_of_alphabets(folder, SUMS)))
    with pytest.raises(AssertionError, match="no button"):
        button(board, table.ALPHABET)
    play(board, A)
    assert seen(board).menu is None
    assert seen(board).message.text == "I read digits and +, and know no more"
    play(board, HELP)
    keys = board.scene.overlay(Keys)
    assert not any(
        "A" in told for _, group in key_groups(keys.alphabet, keys.has_choice) for told, _ in group
    )
    leave(board)


def test_another_activity_goes_on_in_the_alphabet_and_offers_no_other(board, clock):
    choose(board, clock, SUMS)
    board.begin(lambda host: WriteTheDigit(host, "31"))
    play(board, *drawn("3"))
    assert board.session.alphabet == SUMS
    rest(board, clock)
    there = {each.action: each.enabled for each in buttons(board.scene.toolbar)}
    assert there[table.ALPHABET] is False
    play(board, A)
    assert not is_choosing(board)
    assert board.session.alphabet == SUMS


@pytest.mark.parametrize("at_top", [False, True])
@pytest.mark.parametrize("glass", [False, True])
@pytest.mark.parametrize("size", WINDOWS)
@pytest.mark.usefixtures("fonts")
def test_a_finger_hits_every_line_in_every_window(size, glass, at_top):
    layout = Layout.for_size(size)
    every = alphabets_of("".join(map(chr, range(33, 127))) + "\N{MULTIPLICATION SIGN}÷√")
    state = replace(CHOOSING, alphabets=every, alphabet=every[2], glass=glass, at_top=at_top)
    ((surface, place),) = menu_parts(layout, SLATE, state, None)
    assert pygame.Rect((0, 0), size).contains(place)
    assert surface.get_size() == place.size == menu_place(layout, state).size
    assert not place.colliderect(place_of(layout, state))
    rows = {}
    for y in range(place.top, place.bottom, 2):
        if line := menu_button_at(layout, state, (place.centerx, y)):
            rows.setdefault(line.action, []).append(y)
    if size != (480, 320):  # there it has two columns
        assert list(rows) == [Choose(each) for each in every]
        assert min(max(ys) - min(ys) for ys in rows.values()) >= MIN_TARGET_PIXELS - 4


def test_the_menu_stands_over_its_button():
    layout = Layout.for_size((1920, 1080))
    place, spot = menu_place(layout, CHOOSING), button_place(layout, CHOOSING, table.ALPHABET)
    assert abs(place.centerx - spot.centerx) <= 1
    assert place.bottom <= spot.top
