"""The looking glass on a sum: what its signs mean, and what is worked out first."""

import pygame
import pytest
from boards import CLEAR, play
from pens import fitted, key, mouse_events, mouse_move
from sumtrees import seeded
from typesetting import Typesetter, inked

from recognizer import Reader
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import SLATE
from recognizer.board.glass.contents import PATH, SEEN, SUM, Contents
from recognizer.board.glass.panel import GlassPanel, glass_parts
from recognizer.board.glass.plan import arranged, inner_place
from recognizer.board.glass.state import REST_SECONDS
from recognizer.network.alphabet import SUMS
from recognizer.network.card import read_card
from recognizer.reading.inside.insight import at_a_glance
from recognizer.resources import models_dir
from recognizer.sums.grammar import parsed

pytest_plugins = ["boardfixtures"]
CARD = read_card(models_dir() / "digits.json")
pytestmark = pytest.mark.skipif(CARD.path is None, reason="the shipped model knows no signs")

GLASS = key(pygame.K_d)
CORRECTS = key(pygame.K_r)  # from answers to what is wrong, too
FEW = ("First 6×2 = 12, because times comes before plus.", "Then 8+12 = 20.")
MANY = tuple(f"Then {k}+1 = {k + 1}, because this is long." for k in range(200))
SIZES = [(1280, 720), (1920, 1080), (1080, 1920), (640, 400), (320, 240), (240, 320)]


@pytest.fixture
def reader():
    return Reader(alphabet=SUMS.name)


def drawn(text, top=150, wide=500):
    """Return the events of a sum beside the looking glass."""
    ink = inked(Typesetter(seeded(1)).set(parsed(text)).glyphs)
    return mouse_events(fitted(ink, left=330, top=top, height=wide))


def told(board):
    return board.scene.overlay(GlassPanel).told


def test_it_says_what_is_worked_out_first(board):
    play(board, *drawn("8+6×2="), GLASS)
    assert told(board) == FEW


def test_it_says_which_sign_was_taken_for_what(board):
    play(board, *drawn("3⁄8+2⁄9="), GLASS)
    assert told(board) == (
        "The line is the bar of a fraction: 3 above it, 8 below.",
        "The line is the bar of a fraction: 2 above it, 9 below.",
        "3⁄8+2⁄9 = 43⁄72.",
    )


def test_it_says_what_a_letter_is(board):
    play(board, *drawn("n=8", top=100, wide=180), *drawn("2n+9=", top=300, wide=330), GLASS)
    assert told(board) == (
        "n is 8, as a line above says.",
        "First 2×8 = 16, because 2n means 2×n.",
        "Then 16+9 = 25.",
    )


def test_a_result_that_is_not_right_is_not_told(board):
    play(board, *drawn("8-2=3"), GLASS)
    assert told(board) == ("8-2.",)
    play(board, CORRECTS)
    assert told(board) == ("8-2 = 6.",)


def test_a_result_that_is_right_is_told(board):
    play(board, *drawn("9-2=7"), GLASS)
    assert told(board) == ("9-2 = 7.",)


def test_it_explains_the_sum_under_the_pointer(board, clock):
    play(board, *drawn("8+6×2=", top=150), *drawn("9-2=", top=380), GLASS)
    assert told(board) == ("9-2 = 7.",)
    box = board.session.reading.symbols[0].box
    spot = board.view.placing.of_box(box)
    play(board, mouse_move((round(spot.left + 2), round(spot.top + 2))))
    clock.advance(REST_SECONDS)
    play(board)
    assert told(board) == FEW


def test_what_is_no_sum_has_no_words(board):
    play(board, *drawn("8+6×2="), GLASS, CLEAR)
    assert told(board) == ()
    play(board, *drawn("7"))
    assert told(board) == ()


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("says", [None, "Both say 8."])
@pytest.mark.parametrize("told", [FEW, MANY], ids=["few", "many"])
def test_all_stays_inside_the_panel_and_off_each_other(size, says, told):
    layout = Layout.for_size(size)
    slots = arranged(layout, None, Contents(SUMS, says, told))[1]
    places = [each for slot in slots for each in (slot.words, slot.picture) if each.width]
    for i, place in enumerate(places):
        assert inner_place(layout).contains(place)
        assert place.collidelist(places[i + 1 :]) == -1


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1080, 1920)])
@pytest.mark.parametrize("says", [None, "Both say 8."])
def test_on_a_screen_there_is_room_for_the_sum_beside_what_the_network_sees(size, says):
    slots = arranged(Layout.for_size(size), None, Contents(SUMS, says, FEW))[1]
    sections = [slot.section for slot in slots]
    assert SUM in sections
    assert SEEN in sections
    assert (PATH in sections) == (says is not None)


@pytest.mark.usefixtures("fonts")
def test_of_a_long_sum_as_much_is_said_as_there_is_room_for(reader):
    ink = inked(Typesetter(seeded(1)).text("8").glyphs)
    insight = at_a_glance(reader.read_digit(ink).only, ink)
    layout = Layout.for_size((1280, 720))
    panels = [
        pygame.surfarray.array3d(glass_parts(layout, SLATE, insight, told=told)[0][0])
        for told in ((), MANY[:1], MANY)
    ]
    full = [int((each == SLATE.text).all(axis=2).sum()) for each in panels]
    assert full[0] < full[1] < full[2]
