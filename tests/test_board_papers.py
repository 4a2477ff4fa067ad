"""What comes onto the board from files and leaves it: fitted ink and pictures."""

import numpy as np
import pygame
import pytest
from strokes import DIGITS

from recognizer import Ink, Stroke
from recognizer.board.activities.freely import FreeFace
from recognizer.board.cards.keycard import Keys
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import PAPER, SLATE
from recognizer.board.files.papers import (
    HEIGHT_SHARE,
    WIDTH_SHARE,
    as_png,
    board_picture,
    fit_page,
    page_picture,
)
from recognizer.board.ink.placing import AS_DRAWN, Placing
from recognizer.board.show.answer import answer_parts
from recognizer.board.show.buttons import ToolbarState
from recognizer.board.show.message import Message
from recognizer.board.show.toolbar import Toolbar
from recognizer.board.stage.picturelayer import picture_parts
from recognizer.board.stage.scene import Scene
from recognizer.board.stage.view import View
from recognizer.document.corrections import of_all
from recognizer.document.page import BoardPicture, Page

pytest_plugins = ["boardfixtures"]
pytestmark = pytest.mark.usefixtures("fonts")

FREE = (20.0, 10.0, 800.0, 500.0)
PEN = 10.0


def box_of(page):
    return page.ink.bounding_box


def middle_of(page):
    box = box_of(page)
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


# Fitting


@pytest.mark.parametrize("factor", [0.001, 1.0, 1000.0])
@pytest.mark.parametrize("digit", ["1", "4"])
def test_ink_of_any_unit_comes_to_the_middle_in_a_good_size(factor, digit):
    ink = Ink.from_points([s.points * factor - 7000 for s in DIGITS[digit].strokes])
    page = fit_page(Page(ink.strokes), FREE, PEN)
    assert middle_of(page) == pytest.approx((420, 260))
    box = box_of(page)
    parts = box.width / (WIDTH_SHARE * 800), box.height / (HEIGHT_SHARE * 500)
    assert max(parts) == pytest.approx(1.0)
    assert all(stroke.pen_width == PEN for stroke in page.strokes)


def test_the_shape_the_times_and_the_pressures_stay():
    stroke = Stroke([(0, 0), (1, 2), (3, 1)], times=[0, 1, 2], pressures=[0.1, 0.2, 0.3])
    (fitted,) = fit_page(Page((stroke,)), FREE, PEN).strokes
    before, after = np.diff(stroke.points, axis=0), np.diff(fitted.points, axis=0)
    np.testing.assert_allclose(after / after[0, 0], before / before[0, 0])
    np.testing.assert_array_equal(fitted.times, stroke.times)
    np.testing.assert_array_equal(fitted.pressures, stroke.pressures)


def test_the_pen_grows_with_the_ink():
    stroke = Stroke([(-2, -2), (-1, -1)], pen_width=0.1)
    (fitted,) = fit_page(Page((stroke,)), FREE, PEN).strokes
    scale = np.ptp(fitted.points[:, 0])
    assert fitted.pen_width == pytest.approx(0.1 * scale)


def test_ink_of_a_board_that_fits_stays_as_it_is():
    strokes = (Stroke([(30, 30), (40, 90)], pen_width=12), Stroke([(200, 200)], pen_width=3))
    page = Page(strokes, corrections=of_all(strokes, "1"))
    assert fit_page(page, FREE, PEN) == page


@pytest.mark.parametrize("point", [(5.0, 100.0), (900.0, 100.0), (100.0, 5.0), (100.0, 600.0)])
def test_ink_that_reaches_beyond_the_free_place_is_brought_in(point):
    page = Page((Stroke([(100, 100), point], pen_width=12),))
    assert middle_of(fit_page(page, FREE, PEN)) == pytest.approx((420, 260))


@pytest.mark.parametrize("at", [(0.0, 0.0), (1e9, -1e9)])
def test_a_dot_comes_to_the_middle(at):
    page = fit_page(Page((Stroke([at, at]),)), FREE, PEN)
    assert middle_of(page) == pytest.approx((420, 260))


@pytest.mark.parametrize("pen_width", [1e-300, 1e9])
@pytest.mark.parametrize("points", [[(100, 100), (200, 200)], [(-1, -1), (-1 + 1e-5, -1)]])
def test_no_pen_is_wider_than_the_board_or_too_thin_to_be(pen_width, points):
    (fitted,) = fit_page(Page((Stroke(points, pen_width=pen_width),)), FREE, PEN).strokes
    assert 0 < fitted.pen_width <= 800


def test_a_picture_needs_no_fitting():
    page = Page(picture=BoardPicture("a.png", np.zeros((2, 3, 3), np.uint8)))
    assert fit_page(page, FREE, PEN) is page


# The picture of the board


def view(theme=SLATE, placing=AS_DRAWN):
    return View(pygame.Surface((640, 400)), theme, placing)


def picture_of(page, view):
    return page_picture(page, view.layout, view.theme, view.placing)


def test_the_picture_of_a_page_is_its_ink_in_its_place_on_the_bare_board():
    page = Page((Stroke([(100, 100), (300, 100)], pen_width=8),))
    pixels = pygame.surfarray.array3d(picture_of(page, view(placing=Placing(0.5, left=200))))
    x, y = np.nonzero((pixels != SLATE.board).any(axis=2))
    assert (x.min(), x.max()) == pytest.approx((250 - 2, 350 + 2), abs=1)
    assert (y.min(), y.max()) == pytest.approx((50 - 2, 50 + 2), abs=1)


def test_the_picture_of_a_page_shows_the_picture_on_it():
    red = np.full((50, 80, 3), (0, 0, 255), np.uint8)
    taken = picture_of(Page(picture=BoardPicture("a.png", red)), view())
    assert taken.get_at(Layout.for_size((640, 400)).free.center)[:3] == (255, 0, 0)


def test_the_picture_shows_ink_and_answer_and_nothing_that_floats():
    page = Page((Stroke([(100, 100), (300, 300)], pen_width=8),))
    busy = Scene(page, overlays=(Toolbar(ToolbarState()), Message("hello"), Keys()))
    taken, plain = (board_picture(scene, view()) for scene in (busy, Scene(page=page)))
    one, other = (pygame.surfarray.array3d(each) for each in (taken, plain))
    np.testing.assert_array_equal(one, other)
    assert (one == SLATE.ink).all(axis=2).any()


def test_the_picture_is_a_png_of_the_same_pixels(tmp_path):
    taken = board_picture(Scene(), view(PAPER))
    (tmp_path / "a.png").write_bytes(as_png(taken))
    loaded = pygame.image.load(tmp_path / "a.png")
    one, other = (pygame.surfarray.array3d(each) for each in (taken, loaded))
    np.testing.assert_array_equal(one, other)


# A picture on the board


@pytest.mark.parametrize("shape", [(1, 1), (10, 2000), (2000, 10), (300, 400)])
@pytest.mark.parametrize("size", [(320, 240), (1280, 720), (1080, 1920)])
def test_a_picture_is_fitted_into_the_free_place(shape, size):
    layout = Layout.for_size(size)
    page = Page(picture=BoardPicture("a.png", np.full((*shape, 3), 200, np.uint8)))
    ((drawn, place),) = picture_parts(layout, SLATE, page)
    assert layout.free.contains(place)
    assert drawn.get_size() == place.size
    longer = shape[1] / shape[0]
    if min(place.size) > 20:
        assert place.width / place.height == pytest.approx(longer, rel=0.1)


def test_a_picture_keeps_its_colors_and_fades_behind_ink():
    blue = BoardPicture("a.png", np.full((50, 50, 3), (255, 0, 0), np.uint8))  # BGR
    layout = Layout.for_size((640, 400))
    ((drawn, _),) = picture_parts(layout, SLATE, Page(picture=blue))
    assert drawn.get_at((5, 5))[:3] == (0, 0, 255)
    ((faded, _),) = picture_parts(layout, SLATE, Page(DIGITS["1"].strokes, blue))
    behind = np.array(faded.get_at((5, 5))[:3])
    assert np.abs(behind - SLATE.board).sum() < np.abs(np.array((0, 0, 255)) - SLATE.board).sum()


def test_without_a_picture_nothing_is_drawn():
    assert picture_parts(Layout.for_size((640, 400)), SLATE, Page(DIGITS["1"].strokes)) == []


def test_the_answer_is_what_the_board_shows():
    """The hint of the picture is the hint of the board."""
    layout = Layout.for_size((640, 400))
    taken = board_picture(Scene(face=FreeFace()), view())
    for drawn, place in answer_parts(layout, SLATE, None):
        expected = pygame.Surface(place.size)
        expected.fill(SLATE.panel)
        expected.blit(drawn, (0, 0))
        seen = pygame.surfarray.array3d(taken.subsurface(place))
        np.testing.assert_array_equal(seen, pygame.surfarray.array3d(expected))
