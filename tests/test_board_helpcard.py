"""The card of keys: it knows all keys, and stands whole in every window."""

import pygame
import pytest

from recognizer.actions.action import Where
from recognizer.actions.table import actions_on
from recognizer.board.cards.helpcard import help_parts, key_groups
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import PAPER, SLATE
from recognizer.board.input.commands import Correct
from recognizer.board.input.events import Translator
from recognizer.network.alphabet import DIGITS

pytest_plugins = ["boardfixtures"]
pytestmark = pytest.mark.usefixtures("fonts")

SIZES = [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920), (640, 400), (3440, 700), (320, 240)]

CODES = {
    "Delete": pygame.K_DELETE,
    "Enter": pygame.K_RETURN,
    "Space": pygame.K_SPACE,
    "Esc": pygame.K_ESCAPE,
    "F10": pygame.K_F10,
    "F11": pygame.K_F11,
}
ON_THE_BOARD = actions_on(Where.BOARD)
GROUPS = key_groups(DIGITS, has_choice=True)
NOT_ON_THE_KEYBOARD = {name for each in ON_THE_BOARD for name in each.pointer}


def pressed(name):
    """Return the command for a key as the card calls it."""
    *modifiers, last = name.split("+")
    mod = pygame.KMOD_CTRL if modifiers == ["Ctrl"] else 0
    code = CODES[last] if last in CODES else ord(last.lower())
    return Translator().translate(pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod), (9, 9))


def names():
    return [name for _, rows in GROUPS for told, _ in rows for name in told]


@pytest.mark.parametrize("name", sorted({*names()} - NOT_ON_THE_KEYBOARD - {"0-9"}))
def test_each_key_on_the_card_does_something(name):
    assert pressed(name) is not None


def test_the_digits_say_what_it_is():
    assert "0-9" in names()
    assert [pressed(digit) for digit in "0123456789"] == [Correct(d) for d in "0123456789"]


def test_no_key_stands_there_twice():
    assert len(names()) == len(set(names()))


def test_the_keys_are_those_of_all_groups():
    assert [heading for heading, _ in GROUPS] == ["Draw", "Read", "Files", "Window"]
    told = [row for _, rows in GROUPS for row in rows]
    assert sorted(told) == sorted(
        (each.told, each.explained("digit")) for each in ON_THE_BOARD if each.told
    )


@pytest.mark.parametrize("size", SIZES)
def test_the_card_stands_in_the_middle_of_the_window(size):
    (_, veil), (_, card) = help_parts(Layout.for_size(size), SLATE)
    window = pygame.Rect((0, 0), size)
    assert veil == window
    assert window.contains(card)
    assert abs(card.centerx - window.centerx) <= 1
    assert abs(card.centery - window.centery) <= 1


@pytest.mark.parametrize("size", SIZES)
def test_nothing_on_the_card_is_cut_off(size):
    _, (card, _) = help_parts(Layout.for_size(size), PAPER)
    width, height = card.get_size()
    frame = max(3, height // 60)
    for strip in (
        (width // 4, frame, width // 2, 2),
        (width // 4, height - frame - 2, width // 2, 2),
        (frame, height // 4, 2, height // 2),
        (width - frame - 2, height // 4, 2, height // 2),
    ):
        assert pygame.transform.average_color(card.subsurface(strip))[:3] == PAPER.panel


def test_an_upright_window_has_an_upright_card():
    _, (_, card) = help_parts(Layout.for_size((1080, 1920)), SLATE)
    assert card.height > card.width


def test_the_card_has_the_colors_of_its_theme():
    _, (slate, _) = help_parts(Layout.for_size((1280, 720)), SLATE)
    _, (paper, _) = help_parts(Layout.for_size((1280, 720)), PAPER)
    middle = (slate.get_width() // 2, 12)
    assert slate.get_at(middle)[:3] == SLATE.panel
    assert paper.get_at(middle)[:3] == PAPER.panel


def test_the_board_shines_through_the_veil():
    target = pygame.Surface((640, 400))
    target.fill((255, 0, 0))
    target.blits(help_parts(Layout.for_size((640, 400)), SLATE))
    red, green, _, _ = target.get_at((2, 2))
    assert SLATE.board[0] < red < 128
    assert green < SLATE.board[1]


@pytest.mark.parametrize("size", [(320, 240), (240, 320)])
def test_where_no_key_could_be_read_it_says_what_to_do(size):
    _, (card, place) = help_parts(Layout.for_size(size), SLATE)
    assert pygame.Rect((0, 0), size).contains(place)
    assert card.get_height() < size[1] * 0.7
    rows = (pygame.surfarray.array3d(card) == SLATE.text).all(axis=2).any(axis=0)
    assert rows.any()
