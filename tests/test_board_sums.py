"""Sums on the board: an answer behind "=", a check beside what is right, "look again" else."""

from __future__ import annotations

import numpy as np
import pygame
import pytest
from boards import CLEAR, SIZE, UNDO, changed, frame, off_from_fresh, play, resize, seen, toolbar_of
from pens import finger_stroke, key, mouse_click, mouse_events, mouse_stroke
from pygame.event import Event
from sumtrees import seeded
from typesetting import DIGIT_HEIGHT, Typesetter, inked

from recognizer import Ink, Stroke
from recognizer.board.draw.theme import THEMES
from recognizer.board.run.tools import TOOLBAR_AFTER_SECONDS
from recognizer.board.show.sumnotes import answer_place, mark_place
from recognizer.board.show.toolbar import toolbar_place
from recognizer.keeping.settings import Settings, load_settings
from recognizer.network.card import read_card
from recognizer.resources import models_dir
from recognizer.sums.grammar import parsed

pytest_plugins = ["boardfixtures"]
CARD = read_card(models_dir() / "digits.json")
pytestmark = pytest.mark.skipif(CARD.path is None, reason="the shipped model knows no signs")

HELP = key(pygame.K_r)
COPY = key(pygame.K_c, pygame.KMOD_LCTRL)


@pytest.fixture
def reader(reader):
    """The reader that the tests share, while sums are read."""
    usual = reader.alphabet.name
    reader.choose("sums")
    yield reader
    reader.choose(usual)


def glyphs_of(text):
    return Typesetter(seeded(1)).set(parsed(text)).glyphs


def written(glyphs, left=60, top=150, height=70):
    """Return the events of a hand that writes `glyphs` with digits so many pixels tall."""
    ink = inked(glyphs)
    scale = height / DIGIT_HEIGHT
    moved = [Stroke(each.points * scale + (left, top)) for each in ink.strokes]
    return [event for each in moved for event in mouse_events(Ink((each,)))]


def line(text, **where):
    return written(glyphs_of(text), **where)


def column(*rows):
    """Return the events of numbers under each other, and a line below them."""
    setter = Typesetter(seeded(1))
    parts = [setter.text(each) for each in rows]
    moved = [part.moved(3 - part.width, k * 1.2) for k, part in enumerate(parts)]
    bar = setter.text("-").glyphs[0]
    widest = max(part.width for part in parts)
    events = written([each for part in moved for each in part.glyphs], top=60)
    y = 60 + 70 * (1.2 * len(rows) + 0.1)
    left, right = 60 + 70 * (2.8 - widest), 60 + 70 * 3.2
    assert bar.best == "-"
    return [*events, *mouse_stroke([(left, y), ((left + right) / 2, y + 1), (right, y)])]


def said(board):
    """Return what is said of each sum: its answer, "right", or "look again"."""
    return [
        "".join(each.text for each in note.pieces)
        or ("right" if note.right else "look again" if note.wrong else "")
        for note in board.scene.notes
    ]


def rest(board, clock):
    clock.advance(TOOLBAR_AFTER_SECONDS)
    board.handle([])


def place_of_answer(board):
    (place,) = (answer_place(each, board.view.placing) for each in board.scene.notes)
    return place


def press_answer(board):
    play(board, *mouse_click(place_of_answer(board).center))


def press_mark(board):
    (place,) = (
        mark_place(board.view.layout, each, board.view.placing) for each in board.scene.notes
    )
    play(board, *mouse_click(place.center))


def has_accent(board, pixels):
    return (pixels == board.view.theme.accent).all(axis=2)


@pytest.mark.parametrize("theme", THEMES)
def test_the_answer_appears_behind_the_equals_sign_in_the_accent_color(new_board, window, theme):
    board = new_board(settings=Settings(theme=theme))
    play(board, *line("23+4="))
    assert said(board) == ["27"]
    place = place_of_answer(board)
    (found,) = board.background.sums.of(board.session.reading)
    assert place.left > found.box.right
    assert abs(place.height - 70) <= 2
    shown = frame(window)
    inside = shown[place.left : place.right, place.top : place.bottom]
    assert has_accent(board, inside).mean() > 0.15
    assert off_from_fresh(board, window) == 0


def test_only_the_place_of_the_answer_changes_when_it_goes(board, window, clock):
    play(board, *line("23+4="))
    rest(board, clock)
    place, before = place_of_answer(board), frame(window)
    play(board, HELP, HELP)
    clock.advance(10)
    board.handle([])
    assert said(board) == []
    area = changed(before, frame(window))
    assert place.inflate(4, 4).contains(area)


def test_it_follows_each_change_of_a_stroke_above(board):
    play(board, *line("23+4="))
    play(board, UNDO)
    assert said(board) == []
    play(board, *line("8+5=", top=400))
    assert said(board) == ["13"]
    play(board, CLEAR)
    assert said(board) == []


def test_several_lines_stand_for_themselves(board):
    play(board, *line("23+4=", top=60), *line("8+5=", top=200), *line("3×5=", top=340))
    assert said(board) == ["27", "13", "15"]


def test_below_a_written_addition_it_stands_digit_under_digit(board):
    play(board, *column("258", "+67"))
    assert said(board) == ["325"]
    (note,) = board.scene.notes
    (found,) = board.background.sums.of(board.session.reading)
    assert found.is_column
    above = [each.symbol.box for each in found.taken[:3]]
    for piece, box in zip(note.pieces, above, strict=True):
        assert piece.box.top > note.box.bottom
        assert abs((piece.box.left + piece.box.right) - (box.left + box.right)) / 2 < 8


def test_the_toolbar_moves_off_an_answer(board, clock):
    play(board, *line("23+4=", top=380))
    rest(board, clock)
    assert not toolbar_of(board).at_top
    play(board, CLEAR, *line("22222222×33333×4=", left=20, top=430, height=44))
    rest(board, clock)
    assert toolbar_of(board).at_top
    below = toolbar_place(board.view.layout)
    assert below.colliderect(place_of_answer(board))


def test_what_is_divided_by_zero_has_no_answer(board):
    play(board, *line("6:0="))
    assert said(board) == ["has no answer"]
    assert place_of_answer(board) is None


def test_a_right_result_gets_a_check_and_a_wrong_one_is_not_told(board, clock):
    play(board, *line("23+4=27", top=60), *line("33+4=38", top=300))
    assert said(board) == ["right"]
    rest(board, clock)
    assert said(board) == ["right", "look again"]


def test_look_again_waits_until_the_hand_rests(board, clock):
    play(board, *line("33+4=3"))
    assert said(board) == []
    play(board, *line("33+4=37")[len(line("33+4=3")) :])
    assert said(board) == ["right"]


def test_a_mark_that_was_shown_stays_while_somebody_draws_elsewhere(board, clock):
    play(board, *line("33+4=38", top=60))
    rest(board, clock)
    play(board, *line("2", top=400))
    assert said(board) == ["look again"]


def test_a_press_on_the_mark_tells_the_result_of_this_sum_and_hides_it_again(board, clock):
    play(board, *line("33+4=38"))
    rest(board, clock)
    press_mark(board)
    assert said(board) == ["37"]
    assert seen(board).message.text == "The result is 37"
    press_mark(board)
    assert said(board) == ["look again"]


def test_a_press_on_a_check_says_what_is_right(board, clock):
    play(board, *line("33+4=37"))
    rest(board, clock)
    press_mark(board)
    assert seen(board).message.text == "Right: 33+4=37"
    assert said(board) == ["right"]


def test_a_key_goes_through_the_ways_to_help_and_the_choice_is_kept(new_board, clock, places):
    board = new_board(places=places)
    play(board, *line("23+4=", top=60), *line("33+4=38", top=300))
    rest(board, clock)
    shown = {}
    for _ in range(4):
        shown[board.settings.sums] = said(board)
        play(board, HELP)
        rest(board, clock)
    assert shown == {
        "answer": ["27", "look again"],
        "correct": ["27", "37"],
        "off": [],
        "check": ["look again"],
    }
    play(board, HELP)
    assert seen(board).message.text == "Sums: I answer, and correct what is wrong"
    clock.advance(10)
    board.handle([])
    board.settle()
    assert load_settings(places.settings)[0].sums == "correct"


def test_under_another_alphabet_the_key_says_how_to_choose_sums(board):
    (digits,) = (each for each in board.session.alphabets if each.name == "digits")
    board.session.choose(digits)
    play(board, HELP)
    assert seen(board).message.text == "Press A and choose sums: then I help with them"
    assert board.settings.sums == "answer"


def test_a_press_turns_the_answer_between_decimal_and_fraction(board):
    play(board, *line("6:8="))
    assert said(board) == ["0.75"]
    press_answer(board)
    assert said(board) == ["34⁄"]
    assert seen(board).message.text == "3⁄4, as a fraction"
    play(board, *line("2", top=400))
    assert said(board) == ["34⁄"]
    press_answer(board)
    assert said(board) == ["0.75"]
    assert seen(board).message.text == "0.75, as a decimal"


def test_where_it_has_one_form_a_press_copies_it(board):
    play(board, *line("23+4="))
    press_answer(board)
    assert seen(board).message.text == "Copied 27" or seen(board).message.warns
    assert said(board) == ["27"]


def test_a_finger_presses_an_answer_too(board):
    play(board, *line("6:8="))
    play(board, *finger_stroke([place_of_answer(board).center], SIZE))
    assert said(board) == ["34⁄"]


def test_what_is_copied_holds_the_answers_that_are_shown(board):
    play(board, *line("6:8=", top=60), *line("33+4=38", top=200), *line("25", top=340))
    press_first = answer_place(board.scene.notes[0], board.view.placing)
    play(board, *mouse_click(press_first.center), COPY)
    assert seen(board).message.text == "Copied 6:8=3⁄4\n33+4=38\n25" or seen(board).message.warns


def test_who_writes_a_result_over_the_answer_writes_and_does_not_press(board, window):
    play(board, *line("23+4="))
    place = place_of_answer(board)
    strokes = len(board.session.strokes)
    down, *_ = mouse_stroke([place.midtop, place.center, place.midbottom])
    moves = [*mouse_stroke([place.midtop, place.center, place.midbottom])][1:-1]
    board.handle([down])
    assert said(board) == ["27"]
    board.handle(moves)
    assert said(board) == []
    assert off_from_fresh(board, window) == 0
    play(board, *mouse_stroke([place.midtop, place.midbottom])[-1:])
    assert len(board.session.strokes) == strokes + 1


def test_an_answer_that_made_way_is_back_when_the_hand_rests(board, clock):
    play(board, *line("23+4="))
    place = place_of_answer(board)
    play(board, *mouse_stroke([place.midtop, place.midbottom]))
    play(board, UNDO)
    assert said(board) == []
    rest(board, clock)
    assert said(board) == ["27"]


def test_a_pen_elsewhere_leaves_the_answer_alone(board):
    play(board, *line("23+4="))
    board.handle(mouse_stroke([(80, 400), (90, 500), (100, 520)])[:-1])
    assert said(board) == ["27"]


def test_what_is_in_a_sum_needs_no_tag(board):
    play(board, *line("23+4", top=60))
    assert [each.text for each in board.scene.numbers] == ["23+4"]
    play(board, *line("8+5=", top=300))
    assert [each.text for each in board.scene.numbers] == ["23+4"]


def test_a_tag_never_covers_an_answer(board, window, clock):
    play(board, *line("23+4="))
    place = place_of_answer(board)
    rest(board, clock)
    before = frame(window)
    play(board, *line("25", left=place.left - 30, top=place.bottom + 30))
    assert [each.text for each in board.scene.numbers] == ["25"]
    rest(board, clock)
    inside = slice(place.left, place.right), slice(place.top, place.bottom)
    assert (frame(window)[inside] == before[inside]).all()


def test_a_picture_of_the_board_and_a_saved_one_show_the_answer(new_board, places):
    board = new_board(places=places)
    play(board, *line("23+4="))
    place = place_of_answer(board)
    play(board, key(pygame.K_s))
    (path,) = places.saves.glob("*.png")
    for picture in (board.picture(), pygame.image.load(path)):
        pixels = pygame.surfarray.array3d(picture).astype(int)
        inside = pixels[place.left : place.right, place.top : place.bottom]
        assert has_accent(board, inside).mean() > 0.15


@pytest.mark.parametrize("theme", THEMES)
def test_on_a_picture_of_any_color_an_answer_stands_on_a_ground(new_board, window, places, theme):
    board = new_board(places=places, settings=Settings(sums="off"))
    play(board, *line("23+4="), key(pygame.K_s), CLEAR)
    (path,) = places.saves.glob("*.png")
    board = new_board(settings=Settings(theme=theme))
    board.handle([Event(pygame.DROPFILE, file=str(path))])
    board.settle()
    assert said(board) == ["27"]
    (note,) = board.scene.notes
    place = answer_place(note, board.view.placing_of_read(board.session.page, False))
    inside = frame(window)[place.left : place.right, place.top : place.bottom]
    grounds = (inside == board.view.theme.shade).all(axis=2).mean()
    assert has_accent(board, inside).mean() > 0.15
    assert grounds > 0.4
    assert off_from_fresh(board, window) == 0


def test_a_picture_of_the_board_shows_what_a_hand_at_rest_sees(board, clock):
    play(board, *line("33+4=38"))
    at_once = pygame.surfarray.array3d(board.picture())
    rest(board, clock)
    assert said(board) == ["look again"]
    (note,) = board.scene.notes
    place = mark_place(board.view.layout, note, board.view.placing)
    assert (pygame.surfarray.array3d(board.picture()) == at_once).all()
    assert len(np.unique(at_once[place.left : place.right, place.top : place.bottom])) > 8


@pytest.mark.parametrize("size", [(800, 600), (1280, 800), (3840, 2160), (1080, 1920)])
def test_in_any_window_the_answer_is_on_the_place_to_draw(board, window, size):
    play(board, *line("23+4=", top=60), *line("84×93×56×75×22=", left=20, top=300, height=60))
    resize(window, size)
    board.handle([])
    board.settle()
    assert said(board) == ["27", "721828800"]
    for note in board.scene.notes:
        place = answer_place(note, board.view.placing)
        assert board.view.layout.free.contains(place)
    assert off_from_fresh(board, window) == 0
