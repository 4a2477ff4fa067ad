"""The sum that was read stands in the panel; each symbol can be pressed there, and corrected."""

from dataclasses import replace

import pygame
import pytest
from anything import WINDOW
from boards import ESCAPE, UNDO, play, seen
from hypothesis import given
from pens import finger_stroke, fitted, key, mouse_click, mouse_events, mouse_stroke
from sumtrees import seeded
from typesetting import Typesetter, inked

from recognizer.board.draw.layout import Layout
from recognizer.board.show.answer import character_places
from recognizer.board.show.answerplan import Row
from recognizer.board.show.choices import YES, Choices, choice_places, choices_height
from recognizer.board.show.figure import Tone
from recognizer.board.show.toolbar import MIN_TARGET_PIXELS
from recognizer.keeping.settings import Settings
from recognizer.network.card import read_card
from recognizer.network.classifier import Candidate
from recognizer.reading.result import Line, Number, Reading
from recognizer.resources import models_dir
from recognizer.sums.grammar import parsed

pytest_plugins = ["boardfixtures"]
CARD = read_card(models_dir() / "digits.json")
pytestmark = pytest.mark.skipif(CARD.path is None, reason="the shipped model knows no signs")

SIZE = (960, 600)
LABELS = ("3", "8", "9", "5", "2", "")


@pytest.fixture
def board(new_board):
    """A board with 8-3= on it, read as a sum."""
    board = new_board(settings=Settings(alphabet="sums"))
    board.session.choose(next(a for a in board.session.alphabets if a.name == "sums"))
    ink = inked(Typesetter(seeded(1)).set(parsed("8-3=")).glyphs)
    play(board, *mouse_events(fitted(ink, 60, 100, 400)))
    assert figure(board) == "8−3="
    return board


def figure(board):
    """Return what stands in the panel."""
    (row,) = board.scene.face.rows
    return row.figure


def tones(board):
    (row,) = board.scene.face.rows
    return dict(zip(row.figure, row.tones, strict=True))


def make_unsure(board, label="3", confidence=0.8):
    """Have it read anew, this time hardly sure of one symbol."""
    reading = board.session.reading
    doubtful = [
        replace(each, candidates=candidates(label, confidence)) if each.label == label else each
        for each in reading.symbols
    ]
    line = Line(tuple(Number((each,), each.box) for each in doubtful))
    assert board.session.accept(board.session.question(), Reading((line,)))
    board.handle([])


def candidates(label, confidence):
    others = [each for each in LABELS if each not in (label, "")]
    rest = [Candidate(each, (1 - confidence) / 2**k / 2) for k, each in enumerate(others)]
    return (Candidate(label, confidence), *rest)


def asked(board):
    """Return the question, and what can be answered; None if nothing is asked."""
    shown = board.scene.overlay(Choices)
    return shown and (shown.question, shown.labels, shown.asks)


def symbol_in_panel(board, character):
    """Return where in the panel that character stands."""
    face, layout = board.scene.face, board.view.layout
    kept = choices_height(layout, face.choices)
    (place,) = (
        place
        for row, k, place in character_places(layout, face.rows, kept)
        if face.rows[row].figure[k] == character
    )
    return place.center


def choice(board, label):
    places = dict(choice_places(board.view.layout, board.scene.overlay(Choices)))
    return places[label].center


def tap(board, spot):
    play(board, *mouse_click(spot))


def answers(board):
    """Return the answers that stand on the board."""
    return ["".join(piece.text for piece in note.pieces) for note in board.scene.notes]


def said(board):
    return {each.best: each.said for each in board.session.reading.symbols if each.said is not None}


# What stands there


def test_what_is_sure_is_told_from_what_is_not(board):
    make_unsure(board, "8", confidence=0.5)
    make_unsure(board, "3", confidence=0.6)
    assert [tones(board)[each] for each in "8−3"] == [Tone.ASKED, Tone.SURE, Tone.UNSURE]


def test_what_nobody_wrote_is_told_from_what_was_written(board):
    play(board, key(pygame.K_c))
    ink = inked(Typesetter(seeded(1)).set(parsed("(2+3)⁄4=")).glyphs)
    play(board, *mouse_events(fitted(ink, 60, 60, 400)))
    assert figure(board) == "(2+3)⁄4="
    assert [each for each, tone in tones(board).items() if tone is Tone.ADDED] == ["(", ")"]


def test_numbers_stand_there_as_ever_where_sums_are_not_read(board):
    board.session.choose(board.session.alphabets[0])
    play(board, key(pygame.K_RETURN))
    assert board.scene.face.rows is None


# A symbol that is not sure


def test_an_unsure_symbol_is_asked_about_and_shown_on_the_board(board):
    make_unsure(board)
    assert asked(board) == ("Is this a 3?", LABELS, True)
    assert board.scene.face.doubted == board.session.reading.symbols[2].box
    assert tones(board)["3"] is Tone.ASKED


def test_yes_counts_as_said_and_the_answer_comes(board):
    assert answers(board) == ["5"]
    make_unsure(board)
    assert answers(board) == []
    tap(board, choice(board, "3"))
    assert answers(board) == ["5"]
    assert said(board) == {"3": "3"}
    assert tones(board)["3"] is Tone.SURE
    assert asked(board) is None


def test_another_answer_corrects_and_teaches_in_one_step(board):
    make_unsure(board)
    play(board, *finger_stroke([choice(board, "9")], SIZE))
    assert figure(board) == "8−9="
    assert [each.label for each in board.session.lessons] == ["9"]
    play(board, UNDO)
    assert figure(board) == "8−3="
    assert board.session.lessons == ()


def test_what_asks_nothing_makes_nobody_ask(board):
    play(board, UNDO, UNDO)
    assert figure(board) == "8−3"
    make_unsure(board)
    assert tones(board)["3"] is Tone.UNSURE
    assert asked(board) is None


@pytest.mark.parametrize(("presses", "asks"), [(0, True), (1, True), (2, False), (3, False)])
def test_nothing_is_asked_where_no_answer_waits(board, presses, asks):
    """R goes on from answers to corrections, to nothing, to checks."""
    play(board, *[key(pygame.K_r)] * presses)
    make_unsure(board)
    assert (asked(board) is not None) is asks


# A symbol that is pressed


def test_a_press_on_a_symbol_offers_what_else_it_may_be(board):
    assert asked(board) is None
    tap(board, symbol_in_panel(board, "8"))
    question, labels, asks = asked(board)
    assert (question, labels[0], labels[-1], asks) == ("Is this an 8?", "8", "", False)
    assert board.scene.face.pointed == board.session.reading.symbols[0].box
    other = next(each for each in labels[1:] if each.isdigit())
    tap(board, choice(board, other))
    assert figure(board) == f"{other}−3="
    assert asked(board) is None


def test_none_takes_it_out_of_the_sum(board):
    tap(board, symbol_in_panel(board, "8"))
    tap(board, choice(board, ""))
    assert said(board) == {"8": ""}
    assert figure(board) == "−3="


def test_a_symbol_that_was_pressed_can_be_typed(board):
    tap(board, symbol_in_panel(board, "8"))
    play(board, key(pygame.K_7, text="7"))
    assert figure(board) == "7−3="


@pytest.mark.parametrize(
    "events", [[ESCAPE], [UNDO], mouse_stroke([(100, 500), (150, 520)])], ids=["esc", "undo", "pen"]
)
def test_anything_else_ends_the_question(board, events):
    tap(board, symbol_in_panel(board, "8"))
    play(board, *events)
    assert asked(board) is None
    assert said(board) == {}
    assert seen(board).teach is None


def test_the_card_of_all_symbols_is_about_the_symbol_that_was_pressed(board):
    tap(board, symbol_in_panel(board, "8"))
    play(board, key(pygame.K_w))
    assert seen(board).teach.label == "8"
    assert asked(board) is None


def test_a_pen_may_write_through_the_panel(board):
    begin = symbol_in_panel(board, "8")
    play(board, *mouse_stroke([begin, (begin[0] - 60, begin[1]), (begin[0] - 120, begin[1])]))
    assert len(board.session.strokes) == 6


# Where it stands


def test_a_long_sum_is_broken_before_a_sign():
    text = "123−45×6789+(12÷3)="
    row = Row(text, "sure", tones=(Tone.SURE,) * len(text))
    assert row.lines(8) == ["123−45", "×6789", "+(12÷3)="]
    assert row.lines(4) == ["123", "−45", "×678", "9", "+(12", "÷3)="]


@given(WINDOW)
def test_each_symbol_of_a_long_sum_has_a_place_of_its_own_in_the_panel(fonts, size):
    text = "123−45×6789+(12÷3)="
    layout = Layout.for_size(size)
    rows = [Row(text, "sure", tones=(Tone.SURE,) * len(text))]
    found = list(character_places(layout, rows))
    assert [k for _, k, _ in found] == list(range(len(text))) or not found
    middles = [place.center for _, _, place in found]
    assert len(set(middles)) == len(middles)
    assert all(layout.answer.collidepoint(middle) for middle in middles)


@given(WINDOW)
def test_choices_can_be_hit_by_a_finger_and_hide_nothing(fonts, size):
    layout = Layout.for_size(size)
    choices = Choices("Is this a 3?", LABELS, asks=True)
    places = [place for _, place in choice_places(layout, choices)]
    kept = choices_height(layout, len(LABELS))
    assert bool(places) is bool(kept)
    rows = [Row("8−3=", YES, tones=(Tone.SURE,) * 4)]
    read = [place for _, _, place in character_places(layout, rows, kept)]
    for k, place in enumerate(places):
        assert min(place.size) >= MIN_TARGET_PIXELS or layout.answer.width < 2 * MIN_TARGET_PIXELS
        assert layout.answer.contains(place)
        assert place.collidelist([*places[:k], *read]) < 0
