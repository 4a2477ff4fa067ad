"""The panel of the big answer: what was read stands there whole, as large as there is room for."""

import numpy as np
import pygame
import pytest

from recognizer.board.answer import answer_parts
from recognizer.board.layout import Layout
from recognizer.board.theme import SLATE, forget_fonts
from recognizer.classifier import Candidate
from recognizer.ink import BoundingBox
from recognizer.reading import Number, Reading, Verdict, together

SIZES = [
    *((320, 240), (640, 400), (800, 600), (1080, 1920), (1280, 720), (1280, 800)),
    *((1366, 768), (1600, 900), (1920, 1080), (2560, 1440), (3440, 1440), (3840, 2160)),
]


@pytest.fixture(autouse=True)
def fonts():
    pygame.font.init()
    forget_fonts()
    yield
    pygame.font.quit()


def ones(*counts):
    """Return the reading of a line of numbers of so many ones each."""
    box = BoundingBox(0, 0, 9, 9)
    one = Reading(Verdict.DIGIT, (Candidate("1", 0.99),), box, 0.99)
    return together([[Number((one,) * count, box) for count in counts]])


def figures(drawn):
    """Return the height of each thing that stands by itself in a picture, from left to right."""
    alpha = pygame.surfarray.array_alpha(drawn) > 128  # (x, y)
    edges = np.flatnonzero(np.diff(alpha.any(axis=1), prepend=False, append=False))
    heights = [np.flatnonzero(alpha[a:b].any(axis=0)) for a, b in edges.reshape(-1, 2)]
    return [rows[-1] - rows[0] + 1 for rows in heights]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("counts", [(1,), (2,), (1, 1), (3,), (1, 1, 1), (4,), (2, 2)])
def test_no_digit_gives_way_to_an_ellipsis(size, counts):
    layout = Layout.for_size(size)
    drawn, place = answer_parts(layout, SLATE, ones(*counts))[0]
    assert layout.answer.contains(place)
    heights = figures(drawn)
    assert len(heights) == sum(counts)
    assert min(heights) > 0.9 * drawn.get_height()
