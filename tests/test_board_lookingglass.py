"""The looking glass: where its panel stands, what is in it, and at which size."""

from dataclasses import replace
from datetime import datetime, timezone

import numpy as np
import pygame
import pytest
from making import NO_DIGITS
from strokes import DIGITS

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import TEXT_FONT, THEMES, text_width, wrapped
from recognizer.board.glass.contents import BARS, CROP, LOOKED, SEEN, SENTENCES
from recognizer.board.glass.panel import glass_parts
from recognizer.board.glass.plan import arranged, inner_place
from recognizer.board.glass.strip import lesson_at, strip_place
from recognizer.keeping.windowsize import MIN_SIZE
from recognizer.lessons import Lesson
from recognizer.reading.inside.insight import at_a_glance

pytest_plugins = ["boardfixtures"]
pytestmark = pytest.mark.usefixtures("fonts")

SLATE = THEMES["slate"]
GOOD_SIZES = [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920)]
ODD_SIZES = [(320, 240), (240, 320), (640, 400), (600, 900), (1001, 1000), (1000, 1001)]
SIZES = [*GOOD_SIZES, *ODD_SIZES, (2560, 600), (400, 1600), MIN_SIZE]


@pytest.fixture(scope="module")
def seen(reader):
    return reader.look_closer(glance_at(DIGITS["3"], reader))


def glance_at(ink, reader):
    return at_a_glance(reader.read_digit(ink).only, ink)


def pixels_of(layout, insight, theme=SLATE):
    (panel, _), *_ = glass_parts(layout, theme, insight)
    return pygame.surfarray.array3d(panel).swapaxes(0, 1)


def places_of(layout):
    return {slot.section: slot.picture for slot in arranged(layout)[1]}


def cut(pixels, place):
    return pixels[place.top : place.bottom, place.left : place.right]


def count_of(pixels, color):
    return int((pixels == color).all(axis=2).sum())


@pytest.mark.parametrize("size", SIZES)
def test_it_is_one_part_that_fills_its_place(seen, size):
    layout = Layout.for_size(size)
    for insight in (None, seen):
        ((panel, place),) = glass_parts(layout, SLATE, insight)
        assert place == layout.glass
        assert panel.get_size() == layout.glass.size


@pytest.mark.parametrize("size", GOOD_SIZES)
def test_a_screen_has_room_for_all_sections_and_sentences(size):
    told, slots = arranged(Layout.for_size(size))
    assert told
    assert [slot.section for slot in slots] == [CROP, SEEN, BARS, LOOKED]


@pytest.mark.parametrize("size", SIZES)
def test_what_the_network_sees_has_room_at_every_size(size):
    assert SEEN in places_of(Layout.for_size(size))


@pytest.mark.parametrize("size", SIZES)
def test_sections_stay_inside_the_panel_and_off_each_other(size):
    layout = Layout.for_size(size)
    places = [place for slot in arranged(layout)[1] for place in (slot.words, slot.picture)]
    for i, place in enumerate(places):
        assert inner_place(layout).contains(place)
        assert place.collidelist(places[i + 1 :]) == -1


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_drawn_over_the_edges(seen, size):
    layout = Layout.for_size(size)
    for insight in (None, seen, replace(seen, heat=None)):
        pixels = pixels_of(layout, insight)
        inner = inner_place(layout)
        edges = [pixels[inner.top : inner.bottom, x] for x in (inner.left - 1, inner.right)]
        edges += [pixels[y, inner.left : inner.right] for y in (inner.top - 1, inner.bottom)]
        assert all((edge == SLATE.panel).all() for edge in edges)


def test_every_point_the_network_sees_is_a_square_of_its_own(seen):
    layout = Layout.for_size((1920, 1080))
    place = places_of(layout)[SEEN]
    cell = place.width // 28
    squares = cut(pixels_of(layout, seen), place)[1::cell, 1::cell]
    assert squares.shape == (28, 28, 3)
    expected = np.array(SLATE.board) + seen.field[..., None] * np.subtract(SLATE.ink, SLATE.board)
    assert np.abs(squares - expected).max() <= 1


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_crop_has_the_colors_of_the_board(seen, theme):
    layout = Layout.for_size((1920, 1080))
    crop = cut(pixels_of(layout, seen, theme), places_of(layout)[CROP])
    assert (crop[0, 0] == theme.board).all()
    near = np.abs(crop.astype(int) - theme.ink).max(axis=2) <= 4  # scaling rounds down
    assert near.sum() > 500


def test_the_winner_alone_has_the_accent_and_its_row_is_that_of_its_digit(seen):
    layout = Layout.for_size((1920, 1080))
    bars = cut(pixels_of(layout, seen), places_of(layout)[BARS])
    rows = np.flatnonzero((bars == SLATE.accent).all(axis=2).any(axis=1))
    assert {int(row / (bars.shape[0] / 11.5)) for row in rows} == {3}


def test_where_there_is_no_digit_none_has_the_accent(reader):
    layout = Layout.for_size((1920, 1080))
    insight = glance_at(NO_DIGITS["unipen-letters"]["k"], reader)
    bars = cut(pixels_of(layout, insight), places_of(layout)[BARS])
    rows = np.flatnonzero((bars == SLATE.accent).all(axis=2).any(axis=1))
    assert rows.min() > bars.shape[0] * 10 / 11.5


def test_a_longer_bar_means_more_confidence(seen):
    layout = Layout.for_size((1920, 1080))
    lengths = []
    for sure in (0.5, 0.7, 0.9):
        bars = tuple((label, sure if label == "3" else (1 - sure) / 9) for label, _ in seen.bars)
        pixels = pixels_of(layout, replace(seen, bars=bars))
        accent = (cut(pixels, places_of(layout)[BARS]) == SLATE.accent).all(axis=2)
        lengths.append(int(accent.any(axis=0).sum()))
    assert lengths[1] - lengths[0] == pytest.approx(lengths[2] - lengths[1], abs=2)
    assert lengths[0] < lengths[1]


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_hot_ink_is_redder_than_the_cold_and_stands_out_in_every_theme(seen, theme):
    layout = Layout.for_size((1920, 1080))
    place = places_of(layout)[LOOKED]
    cell = place.width // 28
    squares = cut(pixels_of(layout, seen, theme), place)[1::cell, 1::cell].astype(int)
    inked = seen.field > 0.9
    warmth = squares[..., 0] - squares[..., 2]
    hot, cold = inked & (seen.heat > 0.8), inked & (seen.heat < 0.2)
    assert hot.any()
    assert cold.any()
    assert warmth[hot].min() > warmth[cold].max()
    assert np.abs(squares[hot] - theme.board).sum(axis=1).min() > 150


def test_while_it_looks_it_says_so_and_the_rest_stays_where_it_is(seen):
    layout = Layout.for_size((1920, 1080))
    looking, done = pixels_of(layout, replace(seen, heat=None)), pixels_of(layout, seen)
    changed_rows = np.flatnonzero((looking != done).any(axis=(1, 2)))
    (slot,) = (slot for slot in arranged(layout)[1] if slot.section == LOOKED)
    place = slot.words.union(slot.picture)
    assert place.top <= changed_rows.min()
    assert changed_rows.max() < place.bottom
    assert not (cut(looking, slot.words) == cut(done, slot.words)).all()


def test_without_an_insight_it_says_what_will_be_seen():
    layout = Layout.for_size((1920, 1080))
    pixels = pixels_of(layout, None)
    assert count_of(pixels, SLATE.text) > 100
    assert count_of(pixels, SLATE.accent) == 0


def test_it_slides_out_to_the_left_or_where_the_window_is_upright_up():
    for size in ((1280, 720), (1080, 1920)):
        layout = Layout.for_size(size)
        window = pygame.Rect((0, 0), size)
        places = [glass_parts(layout, SLATE, None, shift)[0][1] for shift in (0, 0.25, 0.5, 1)]
        assert places[0] == layout.glass
        assert not places[-1].colliderect(window)
        way = [place.y if layout.is_upright else place.x for place in places]
        assert way == sorted(way, reverse=True)
        assert len(set(way)) == 4
        assert {place.x if layout.is_upright else place.y for place in places} == {layout.margin}


def test_sliding_draws_nothing_anew(seen):
    layout = Layout.for_size((1280, 720))
    panels = {id(glass_parts(layout, SLATE, seen, i / 12)[0][0]) for i in range(12)}
    assert len(panels) == 1


def test_what_it_is_drawn_from_tells_panels_apart(seen):
    layout = Layout.for_size((1280, 720))
    other = replace(layout, unit=layout.unit * 0.8)
    shown = [
        glass_parts(layout, SLATE, seen)[0][0],
        glass_parts(other, SLATE, seen)[0][0],
        glass_parts(layout, THEMES["paper"], seen)[0][0],
        glass_parts(layout, SLATE, replace(seen))[0][0],
        glass_parts(layout, SLATE, None)[0][0],
    ]
    assert len({id(panel) for panel in shown}) == len(shown)


def test_text_is_wrapped_between_words_and_none_is_lost():
    text = SENTENCES[SEEN]
    for width in (120, 200, 400):
        lines = wrapped(text, 21, width)
        assert " ".join(lines) == text
        assert max(text_width(line, TEXT_FONT, 21) for line in lines) <= width
    assert wrapped(text, 21, 100000) == [text]


def test_a_word_that_is_too_long_has_a_line_of_its_own():
    assert wrapped("a incomprehensibilities b", 21, 40) == ["a", "incomprehensibilities", "b"]


# What the user has shown


NOW = datetime.now(timezone.utc)
LESSONS = tuple(
    Lesson(DIGITS[digit], label, np.ones(3, np.float32), "model", NOW)
    for digit, label in [("1", "7"), ("4", "9"), ("0", "")]
)


def crosses(layout, lessons=LESSONS):
    """Return for each lesson the spots of the panel that forget it."""
    width, height = layout.glass.size
    step, found = max(4, width // 100), {}
    for x in range(0, width, step):
        for y in range(0, height, step):
            if lesson := lesson_at(layout, lessons, (x, y)):
                found.setdefault(lesson, []).append((x, y))
    return found


@pytest.mark.parametrize("size", GOOD_SIZES)
def test_lessons_stand_in_a_strip_off_all_sections(seen, size):
    layout = Layout.for_size(size)
    strip = strip_place(layout)
    assert inner_place(layout).contains(strip)
    _, slots = arranged(layout, strip)
    assert [slot.section for slot in slots] == [CROP, SEEN, BARS, LOOKED]
    for slot in slots:
        assert not strip.colliderect(slot.words.union(slot.picture))
    shown, without = (
        pixels_of(layout, replace(seen, lessons=lessons)) for lessons in (LESSONS, ())
    )
    assert (cut(shown, strip) != cut(without, strip)).any()


@pytest.mark.parametrize("size", GOOD_SIZES)
def test_each_lesson_has_a_cross_of_its_own_that_a_finger_hits(size):
    layout = Layout.for_size(size)
    found = crosses(layout)
    assert list(found) == list(LESSONS)
    for spots in found.values():
        assert np.ptp(spots, axis=0).min() >= 24
        assert all(strip_place(layout).collidepoint(spot) for spot in spots)


def test_a_lesson_is_shown_by_its_ink_and_its_label(seen):
    layout = Layout.for_size((1920, 1080))
    one, other, third = (
        cut(pixels_of(layout, replace(seen, lessons=(lesson,))), strip_place(layout))
        for lesson in (LESSONS[0], replace(LESSONS[0], label="4"), replace(LESSONS[1], label="7"))
    )
    assert (one != other).any()
    assert (one != third).any()
    assert not (one == SLATE.warning).all(axis=2).any()


def test_a_single_lesson_has_the_place_of_the_first():
    layout = Layout.for_size((1920, 1080))
    first, *_ = crosses(layout).values()
    assert crosses(layout, LESSONS[:1]) == {LESSONS[0]: first}


@pytest.mark.parametrize("size", [(320, 240), (240, 320), MIN_SIZE])
def test_where_there_is_no_room_no_lesson_is_shown(seen, size):
    layout = Layout.for_size(size)
    assert strip_place(layout) is None
    assert crosses(layout) == {}
    taught = pixels_of(layout, replace(seen, lessons=LESSONS))
    assert (taught == pixels_of(layout, replace(seen))).all()
