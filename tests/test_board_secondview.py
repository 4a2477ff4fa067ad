"""The looking glass shows the path of the pen, and says what each view says."""

from dataclasses import replace

import numpy as np
import pygame
import pytest
from strokes import DIGITS

from recognizer import Candidate, Ink
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import THEMES, mix
from recognizer.board.glass.contents import BARS, CROP, LOOKED, PATH, SAID, SEEN, Contents
from recognizer.board.glass.panel import glass_parts
from recognizer.board.glass.pathpicture import path_picture
from recognizer.board.glass.plan import arranged, inner_place
from recognizer.board.glass.strip import strip_place
from recognizer.keeping.windowsize import MIN_SIZE
from recognizer.network.alphabet import NONE, Alphabet
from recognizer.network.path import path_of
from recognizer.reading.inside.insight import MAX_BARS
from recognizer.reading.seeing.views import Said, Views, number_places
from recognizer.reading.words import long_views_sentence, views_sentence

pytest_plugins = ["boardfixtures"]
pytestmark = pytest.mark.usefixtures("fonts")

SLATE = THEMES["slate"]
LARGE = [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920)]
SMALL = [(320, 240), (240, 320), (640, 400), (600, 900), (800, 600), MIN_SIZE]
SIZES = [*LARGE, *SMALL, (1001, 1000), (1000, 1001), (2560, 600), (400, 1600)]
FOUR, SEVEN = Candidate("4", 0.98), Candidate("7", 0.81)
AGREED, APART = Said(FOUR, FOUR, FOUR), Said(FOUR, SEVEN, FOUR)
LETTERS = Alphabet("letters", tuple("ABCDEFGHIJKLM"), ((),) * 13, "letter", "letters")
SIDE = 420


def views_of(ink, said=AGREED):
    return Views(path_of(ink), number_places(ink), said)


def contents_of(said=AGREED, alphabet=None):
    alphabet = alphabet or Contents().alphabet
    return Contents(alphabet, views_sentence(said, said.together.label, alphabet))


@pytest.fixture(scope="module")
def seen(reader):
    ink = DIGITS["4"]
    insight = reader.look_closer(reader.look(reader.read_digit(ink).only, ink))
    return replace(insight, views=views_of(ink))


def panel_of(layout, insight, alphabet=None):
    alphabet = alphabet or Contents().alphabet
    ((panel, _),) = glass_parts(layout, SLATE, insight, alphabet=alphabet)
    return pygame.surfarray.array3d(panel).swapaxes(0, 1).astype(int)


def cut(pixels, place):
    return pixels[place.top : place.bottom, place.left : place.right]


def slots_of(layout, contents=None, strip=None):
    _, slots = arranged(layout, strip, contents or contents_of())
    return {slot.section: slot for slot in slots}


# What has room


@pytest.mark.parametrize("size", LARGE)
def test_a_screen_has_room_for_all_sections(size):
    sections = {CROP, SEEN, PATH, SAID, BARS, LOOKED}
    assert slots_of(Layout.for_size(size)).keys() == sections


@pytest.mark.parametrize("size", SIZES)
def test_both_views_have_room_at_every_size(size):
    assert {SEEN, PATH} <= slots_of(Layout.for_size(size)).keys()


@pytest.mark.parametrize(("size", "lost"), [((640, 400), {CROP, BARS, LOOKED}), ((600, 900), ())])
def test_what_the_views_say_stays_longer_than_the_bars(size, lost):
    sections = {CROP, SEEN, PATH, SAID, BARS, LOOKED}
    assert slots_of(Layout.for_size(size)).keys() == sections - {*lost}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("said", [AGREED, APART], ids=["agreed", "apart"])
def test_sections_stay_inside_the_panel_and_off_each_other(size, said):
    layout = Layout.for_size(size)
    slots = slots_of(layout, contents_of(said)).values()
    places = [place for slot in slots for place in (slot.words, slot.picture)]
    for i, place in enumerate(places):
        assert inner_place(layout).contains(place)
        assert place.collidelist(places[i + 1 :]) == -1


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_drawn_over_the_edges(seen, size):
    layout = Layout.for_size(size)
    views = replace(seen.views, said=APART)
    pixels = panel_of(layout, replace(seen, views=views))
    inner = inner_place(layout)
    edges = [pixels[inner.top : inner.bottom, x] for x in (inner.left - 1, inner.right)]
    edges += [pixels[y, inner.left : inner.right] for y in (inner.top - 1, inner.bottom)]
    assert all((edge == SLATE.panel).all() for edge in edges)


@pytest.mark.parametrize("size", SIZES)
def test_whether_they_agree_or_not_all_stands_in_the_same_place(size):
    layout = Layout.for_size(size)
    none = Candidate(NONE, 0.9)
    same = [slots_of(layout, contents_of(said)) for said in (AGREED, APART, Said(FOUR, none, none))]
    assert same[0] == same[1] == same[2]


@pytest.mark.parametrize("size", LARGE)
def test_lessons_leave_room_for_both_views_and_what_they_say(size):
    layout = Layout.for_size(size)
    strip = strip_place(layout)
    slots = slots_of(layout, strip=strip)
    assert {SEEN, PATH, SAID} <= slots.keys()
    for slot in slots.values():
        assert not strip.colliderect(slot.words.union(slot.picture))


def test_of_many_letters_there_are_as_many_bars_as_of_ten_digits():
    layout = Layout.for_size((1280, 720))
    assert len(LETTERS.symbols) > MAX_BARS
    assert slots_of(layout, contents_of(alphabet=LETTERS))[BARS] == slots_of(layout)[BARS]


def test_the_steps_are_numbered_in_order_with_the_path_and_without():
    one, two = Contents(), contents_of()
    assert [one.heading(each)[0] for each in (CROP, SEEN, BARS, LOOKED)] == [*"1234"]
    assert [two.heading(each)[0] for each in (CROP, SEEN, PATH, BARS, LOOKED)] == [*"12345"]
    assert two.heading(PATH) == "3 How you wrote it"


def test_with_one_view_nothing_is_said_of_a_second(seen):
    layout = Layout.for_size((1920, 1080))
    alone, both = (panel_of(layout, each) for each in (replace(seen, views=None), seen))
    assert slots_of(layout, Contents()).keys() == {CROP, SEEN, BARS, LOOKED}
    assert (alone != both).any()


def test_what_is_said_is_written_in_the_panel(seen):
    layout = Layout.for_size((1920, 1080))
    place = slots_of(layout)[SAID].words
    said = [
        cut(panel_of(layout, replace(seen, views=replace(seen.views, said=said))), place)
        for said in (AGREED, APART)
    ]
    assert all((each == SLATE.text).all(axis=2).sum() > 100 for each in said)
    assert (said[0] != said[1]).any()


# The picture of the path


def drawn(ink, theme=SLATE, side=SIDE):
    surface = path_picture(views_of(ink), side, theme)
    return pygame.surfarray.array3d(surface).swapaxes(0, 1).astype(int)


def around(pixels, place, radius=3):
    x, y = (round(SIDE * (0.5 + 0.34 * each)) for each in place)
    return pixels[y - radius : y + radius + 1, x - radius : x + radius + 1]


def is_near(pixels, color):
    return bool((np.abs(pixels - color).sum(axis=2) < 12).any())


LINE = Ink.from_points([[(0, 50), (100, 50)]])
TWO = Ink.from_points([[(0, 0), (0, 100)], [(100, 0), (100, 100)]])


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_path_goes_from_pale_to_the_accent(theme):
    pixels = drawn(LINE, theme)
    shades = [around(pixels, (x, 0), 0)[0, 0] for x in (-0.7, 0, 0.7, 1)]
    far = [np.abs(shade - theme.accent).sum() for shade in shades]
    assert far == sorted(far, reverse=True)
    assert far[-1] < 12 < far[0]


def test_written_the_other_way_its_colors_are_the_other_way():
    backward = Ink.from_points([[(100, 50), (0, 50)]])
    assert is_near(around(drawn(backward), (-1, 0)), SLATE.accent)
    assert not is_near(around(drawn(LINE), (-1, 0)), SLATE.accent)


def test_a_ring_is_where_the_pen_began():
    begin, end = (around(drawn(LINE), (x, 0), 24) for x in (-1, 1))
    assert is_near(begin, SLATE.text)
    assert not is_near(end, SLATE.text)


def test_dashes_are_where_the_pen_was_lifted():
    """From the foot of the first line to the head of the second, with gaps between the dashes."""
    pixels = drawn(TWO)
    way = [around(pixels, (t, -t), 1) for t in np.linspace(-0.8, 0.8, 200)]
    dashed = [is_near(each, SLATE.muted) for each in way]
    assert 0.2 < np.mean(dashed) < 0.9
    assert np.count_nonzero(np.diff(dashed)) > 6
    assert not is_near(drawn(LINE), SLATE.muted)


def test_each_stroke_has_its_number_unless_there_is_one_stroke():
    places = number_places(TWO)
    pixels = drawn(TWO)
    assert all(is_near(around(pixels, place, 20), SLATE.text) for place in places)
    (only,) = number_places(LINE)
    assert (around(drawn(LINE), only, 20) == SLATE.board).all()


def test_every_point_that_the_network_got_is_a_dot():
    """Far apart they are seen each by itself: 64 of them, on a scribble as long as 25 sides."""
    way = Ink.from_points([[(x, y) for y in range(0, 101, 5) for x in ((0, 100), (100, 0))[y % 2]]])
    path, pixels = path_of(way), drawn(way)
    pale = mix(SLATE.board, SLATE.ink, 0.3)
    for turn, (x, y) in enumerate(path[:, :2].tolist()):
        color = np.array(mix(pale, SLATE.accent, turn / 63))
        assert is_near(around(pixels, (x, y), 1), color)


def test_the_sentence_that_has_room_is_that_of_the_alphabet():
    assert "letter" in [*contents_of(alphabet=LETTERS).longest(SAID, False)][1]
    assert long_views_sentence(LETTERS) != long_views_sentence(Contents().alphabet)
