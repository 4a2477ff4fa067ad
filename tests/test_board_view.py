"""Frames of the board: what is in them, and that they look as they did."""

from pathlib import Path

import numpy as np
import pygame
import pytest
from pens import fitted
from strokes import DIGITS

from recognizer.board.theme import SLATE, forget_fonts
from recognizer.board.view import Scene, View
from recognizer.classifier import Candidate
from recognizer.ink import Stroke
from recognizer.reader import Reading, Verdict
from recognizer.wording import WORTH_NAMING

REFERENCES = Path(__file__).parent / "references"
SIZE = (640, 400)
LARGE = (1920, 1080)  # letters with a body, not only edges
TOLERANCE = 2.0  # mean difference of 255: another version of the font renderer passes


@pytest.fixture(autouse=True)
def fonts():
    pygame.font.init()
    forget_fonts()
    yield
    pygame.font.quit()


def draw(scene, size=SIZE):
    target = pygame.Surface(size)
    View(target).draw(scene)
    return pygame.surfarray.array3d(target).swapaxes(0, 1)


def reading(verdict, best="5", confidence=0.93, digitness=0.9):
    rest = (1 - confidence) / 9
    others = [Candidate(d, rest) for d in "0123456789" if d != best]
    box = fitted(DIGITS[best], 120, 70, 240).bounding_box
    return Reading(verdict, (Candidate(best, confidence), *others), box, digitness)


def none_of(digitness, confidence=0.3):
    """Return the scene of something that is no digit, or perhaps one after all."""
    return Scene(strokes_of("5"), reading=reading(Verdict.NOT_A_DIGIT, "5", confidence, digitness))


def strokes_of(digit):
    ink = fitted(DIGITS[digit], 120, 70, 240)
    return tuple(Stroke(s.points, pen_width=7) for s in ink.strokes)


SCENES = {
    "empty": Scene(),
    "digit": Scene(strokes_of("5"), reading=reading(Verdict.DIGIT)),
    "not-a-digit": none_of(digitness=0.3),
    "surely-none": none_of(digitness=0.1),
    "message": Scene(message="something went wrong, and here is what to do"),
    "help": Scene(strokes_of("5"), reading=reading(Verdict.DIGIT), shows_help=True),
}


@pytest.mark.parametrize("name", SCENES)
def test_the_frame_looks_like_its_reference(name, update_references):
    drawn = draw(SCENES[name])
    path = REFERENCES / f"{name}.png"
    if update_references:
        REFERENCES.mkdir(exist_ok=True)
        pygame.image.save(pygame.surfarray.make_surface(drawn.swapaxes(0, 1)), path)
    expected = pygame.surfarray.array3d(pygame.image.load(path)).swapaxes(0, 1)
    assert np.abs(drawn.astype(int) - expected).mean() < TOLERANCE


def shows(picture, color):
    return bool((np.abs(picture.astype(int) - color).max(axis=2) < 12).sum() > 20)


def test_only_a_digit_is_shown_in_the_accent_color():
    assert shows(draw(SCENES["digit"]), SLATE.accent)
    assert not shows(draw(SCENES["empty"]), SLATE.accent)
    assert not shows(draw(SCENES["not-a-digit"]), SLATE.accent)
    assert not shows(draw(SCENES["surely-none"]), SLATE.accent)


@pytest.mark.parametrize("size", [SIZE, LARGE, (1000, 1600)])
def test_what_may_be_a_digit_is_shown_with_the_likeliest_ones(size):
    one, other = (draw(none_of(WORTH_NAMING, confidence), size) for confidence in (0.3, 0.6))
    assert (one != other).any()


@pytest.mark.parametrize("size", [SIZE, LARGE, (1000, 1600)])
def test_what_is_surely_no_digit_is_shown_without_any(size):
    one, other = (draw(none_of(WORTH_NAMING - 0.01, conf), size) for conf in (0.3, 0.6))
    assert (one == other).all()
    assert (one != draw(none_of(WORTH_NAMING), size)).any()


def test_a_message_stands_out_in_the_color_of_warnings():
    assert shows(draw(SCENES["message"], LARGE), SLATE.warning)
    assert not shows(draw(SCENES["digit"], LARGE), SLATE.warning)


def test_ink_is_never_hidden_by_the_answer():
    across = Stroke(np.array([[20.0, 200.0], [620.0, 200.0]]), pen_width=7)
    shown = draw(Scene((across,), reading=reading(Verdict.DIGIT)))
    assert (shown[200, 30:610] == SLATE.ink).all()


def test_drawing_twice_changes_nothing():
    target = pygame.Surface(SIZE)
    view = View(target)
    view.draw(SCENES["digit"])
    assert view.draw(SCENES["digit"]) == []


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("size", [(320, 240), (240, 320), (1000, 1600), (2560, 1440)])
def test_every_scene_can_be_drawn_at_every_size(name, size):
    assert draw(SCENES[name], size).std() > 1
