"""Teaching with the keyboard: while the card is open, a typed character says what it is."""

import string

import pygame
import pytest
from alphabets import DIGITS, LETTERS, SUMS, TEXT, model_of_alphabets
from boards import drawn, leave, play, seen, text_of
from pens import key
from teaching import said

from recognizer import Reader
from recognizer.board import Board
from recognizer.board.cards.teachcard import label_at, teach_card_place
from recognizer.board.draw.layout import Layout
from recognizer.board.show.toolbar import MIN_TARGET_PIXELS, toolbar_place
from recognizer.network.alphabet import DIGITS as TEN
from recognizer.network.alphabet import LETTERS as A_TO_Z
from recognizer.network.alphabet import NONE, NUMBERS, alphabets_of

pytest_plugins = ["boardfixtures"]

EVERYTHING = alphabets_of((*string.digits, *string.ascii_letters, *string.punctuation))[-1]
CARD = key(pygame.K_w, text="w")
WINDOWS = [(1280, 720), (1920, 1080), (1080, 1920), (800, 600), (640, 400), (360, 640)]


def typed(character, mod=0):
    code = {"?": pygame.K_SLASH, "+": pygame.K_EQUALS}.get(character) or ord(character.lower())
    return key(code, mod, character)


@pytest.fixture
def opened(window, tmp_path):
    """A function that opens a board on which a 6 is drawn, which reads as one of the alphabets."""
    boards = []

    def open_board(alphabet, *others):
        board = Board(window, Reader(model_of_alphabets(tmp_path, alphabet, *others)))
        boards.append(board)
        play(board, *drawn("6"))
        return board

    yield open_board
    for board in boards:
        leave(board)


def test_a_key_opens_the_card_and_closes_it(opened):
    board = opened(DIGITS)
    play(board, CARD)
    assert seen(board).teach is not None
    play(board, CARD)
    assert seen(board).teach is None


@pytest.mark.parametrize(
    ("alphabet", "character"),
    [(LETTERS, "B"), (LETTERS, "N"), (TEXT, "?"), (TEXT, "+"), (SUMS, "+"), (SUMS, "3")],
)
def test_a_typed_character_names_what_the_card_is_about(opened, alphabet, character):
    board = opened(alphabet)
    play(board, CARD, typed(character))
    assert said(board) == [character]
    assert text_of(board) == character
    assert seen(board).teach is None


def test_a_small_letter_names_a_large_one(opened):
    board = opened(LETTERS)
    play(board, CARD, typed("n"))
    assert said(board) == ["N"]


def test_without_the_card_letters_do_what_they_always_do(opened):
    board = opened(LETTERS)
    play(board, typed("n"))
    assert said(board) == [""]
    play(board, typed("c"))
    assert board.session.is_empty


def test_what_is_no_symbol_of_the_alphabet_means_what_it_always_does(opened):
    board = opened(DIGITS)
    play(board, CARD, typed("n"))
    assert said(board) == [""]
    play(board, CARD, typed("c"))
    assert board.session.is_empty


def test_a_digit_where_letters_are_read_says_that_it_is_none_of_them(opened):
    board = opened(LETTERS)
    play(board, CARD, typed("3"))
    assert said(board) == [None]
    assert seen(board).message.text == "3 is not one of the letters that I read"


def test_the_card_says_that_one_can_type_where_keys_do_not_name_all_symbols(opened):
    for alphabet, told in ((DIGITS, False), (LETTERS, True), (SUMS, True)):
        board = opened(alphabet)
        play(board, CARD)
        assert ("type it" in seen(board).teach.title) is told


@pytest.mark.parametrize("glass", [False, True])
@pytest.mark.parametrize("size", WINDOWS)
@pytest.mark.parametrize("alphabet", [TEN, NUMBERS, A_TO_Z, EVERYTHING], ids=lambda a: a.name)
@pytest.mark.usefixtures("fonts")
def test_every_symbol_has_a_place_above_the_toolbar(size, alphabet, glass):
    layout = Layout.for_size(size)
    place = teach_card_place(layout, glass, alphabet)
    assert pygame.Rect((0, 0), size).contains(place)
    assert place.bottom <= toolbar_place(layout, glass).top
    step = 12 if size[0] * size[1] >= 800 * 600 else 6
    found = {
        label_at(layout, glass, (x, y), alphabet)
        for x in range(place.left, place.right, step)
        for y in range(place.top, place.bottom, step)
    }
    assert found - {None} == {*alphabet.symbols, NONE}


@pytest.mark.parametrize("alphabet", [TEN, NUMBERS, A_TO_Z, EVERYTHING], ids=lambda a: a.name)
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1080, 1920)])
@pytest.mark.usefixtures("fonts")
def test_a_finger_hits_every_symbol(size, alphabet):
    layout = Layout.for_size(size)
    place = teach_card_place(layout, alphabet=alphabet)
    x, y = place.centerx, place.bottom - layout.pixels(16) - MIN_TARGET_PIXELS // 2
    row = [label_at(layout, False, (at, y), alphabet) for at in range(place.left, place.right)]
    widths = [row.count(label) for label in {*row} - {None}]
    assert min(widths) >= MIN_TARGET_PIXELS
    column = [label_at(layout, False, (x, at), alphabet) for at in range(place.top, place.bottom)]
    assert min(column.count(label) for label in {*column} - {None}) >= MIN_TARGET_PIXELS
