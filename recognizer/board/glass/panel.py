"""The panel of the looking glass: it shows a learner, step by step, what the network sees."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import (
    DISPLAY_FONT,
    TEXT_FONT,
    Theme,
    fit_text,
    line_height,
    render_text,
    text_width,
    wrapped,
)
from recognizer.board.glass.contents import (
    BARS,
    CROP,
    LOOKED,
    PATH,
    SEEN,
    SUM,
    WORDS_ALONE,
    Contents,
)
from recognizer.board.glass.layers import Pointed, layers_parts
from recognizer.board.glass.pathpicture import path_picture
from recognizer.board.glass.pictures import crop_picture, field_picture, heat_picture, mark_dabs
from recognizer.board.glass.plan import (
    Slot,
    arranged,
    bar_rows,
    heading_lines,
    heading_size,
    inner_place,
    small_size,
    text_lines,
)
from recognizer.board.glass.plane import Trail, plane_parts
from recognizer.board.glass.strip import strip_parts, strip_place
from recognizer.network.alphabet import DIGITS, SHOWN_NONE, Alphabet
from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.reading.inside.insight import Insight
from recognizer.reading.inside.onplane import OnPlane
from recognizer.reading.result import Verdict
from recognizer.reading.words import (
    MIN_NAMED_KNOWNNESS,
    change_sentence,
    invitation,
    percent,
    views_sentence,
)

LOOKING = "It is still looking …"
TITLE = "Looking glass"

MAX_TOLD = 15
"""So many sentences on a sum are shown at most."""
_MIN_SHOWN_CONFIDENCE = 0.001  # a lower confidence is not written beside its bar


class Topic(enum.Enum):
    """What the looking glass tells of, in the order in which a key goes through them."""

    SEEN = enum.auto()
    """What the networks get, how sure they are, and where they looked."""
    INSIDE = enum.auto()
    """What their layers find."""
    MAP = enum.auto()
    """Where the ink is among the digits of others, and where the lessons are."""


@dataclass(frozen=True)
class GlassPanel:
    """What the looking glass shows, and how far it is open, in [0, 1].

    `told` are sentences on the sum that the symbol belongs to; the map `pointed` at grows.
    `trail` are the places on the map where the ink has been.
    """

    insight: Insight | None
    share: float
    alphabet: Alphabet = DIGITS
    told: tuple[str, ...] = ()
    topic: Topic = Topic.SEEN
    pointed: Pointed | None = None
    trail: Trail = ()

    def parts(self, layout: Layout, theme: Theme, has_panel: bool) -> list[Part]:
        """Return the panel."""
        shift, seen = 1.0 - self.share, (self.told, self.topic, self.pointed, self.trail)
        return glass_parts(layout, theme, self.insight, shift, self.alphabet, *seen)


@dataclass(frozen=True)
class _Page:
    """All that the panel depends on. A layout has no hash; `size` stands for it in this one."""

    size: tuple[int, int]
    layout: Layout = field(hash=False)
    theme: Theme
    insight: Insight | None
    alphabet: Alphabet
    told: tuple[str, ...]
    topic: Topic
    pointed: Pointed | None
    trail: Trail


def glass_parts(
    layout: Layout,
    theme: Theme,
    insight: Insight | None,
    shift: float = 0.0,
    alphabet: Alphabet = DIGITS,
    told: tuple[str, ...] = (),
    topic: Topic = Topic.SEEN,
    pointed: Pointed | None = None,
    trail: Trail = (),
) -> list[Part]:
    """Return the looking glass as one part that fills `layout.glass`.

    Without an insight it says what it will show. `told` are sentences on a sum. `shift`, in [0, 1],
    is the part by which it has moved out of the window: to the left, or up in an upright window.
    """
    seen = insight, alphabet, told, topic, pointed, trail
    panel = _panel(_Page(layout.size, layout, theme, *seen))
    place = layout.glass
    if layout.is_upright:
        return [(panel, place.move(0, -round(shift * place.bottom)))]
    return [(panel, place.move(-round(shift * place.right), 0))]


@lru_cache(maxsize=4)
def _panel(page: _Page) -> pygame.Surface:
    panel = pygame.Surface(page.layout.glass.size, pygame.SRCALPHA, 32)
    radius = page.layout.pixels(28)
    pygame.draw.rect(panel, page.theme.panel, panel.get_rect(), border_radius=radius)
    if page.insight is None:
        panel.blits(list(_invitation(page)))
    elif page.topic is Topic.INSIDE:
        strips = page.insight.inside
        panel.blits(list(layers_parts(page.layout, page.theme, strips, page.pointed)))
    elif page.topic is Topic.MAP:
        seen = page.insight.on_plane or OnPlane()
        panel.blits(
            list(plane_parts(page.layout, page.theme, seen, page.insight.label, page.trail))
        )
    else:
        lessons = page.insight.lessons
        strip = strip_place(page.layout) if lessons else None
        contents = _contents(page, page.insight, strip)
        told, slots = arranged(page.layout, strip, contents)
        for slot in slots:
            panel.blits(list(_words(page, contents, slot, told)))
            panel.blits(list(_section(page, page.insight, slot)))
        panel.blits(list(strip_parts(page.layout, page.theme, lessons)))
    return panel


def _invitation(page: _Page) -> Iterator[Part]:
    title_size, size = page.layout.pixels(40), page.layout.pixels(24)
    inner = inner_place(page.layout)
    lines = [(TITLE, title_size, page.theme.text)]
    told = wrapped(invitation(page.alphabet), size, inner.width)
    lines += [(line, size, page.theme.muted) for line in told]
    y = inner.centery - (len(lines) + 1) * line_height(size) // 2
    for text, height, color in lines:
        drawn = fit_text(text, TEXT_FONT, height, color, inner.width)
        if drawn:
            yield drawn, drawn.get_rect(midtop=(inner.centerx, y))
        y += line_height(height)


def _contents(page: _Page, insight: Insight, strip: pygame.Rect | None) -> Contents:
    """Return the contents, with as many sentences on the sum as there is room for."""
    alphabet, views = page.alphabet, insight.views
    says = views_sentence(views.said, insight.label, alphabet) if views else None
    dabs = insight.dabs
    change = change_sentence(dabs, views is not None, alphabet) if dabs else None
    for count in range(min(len(page.told), MAX_TOLD), 0, -1):
        contents = Contents(alphabet, says, page.told[:count], change)
        if any(slot.section == SUM for slot in arranged(page.layout, strip, contents)[1]):
            return contents
    plain, changing = Contents(alphabet, says), Contents(alphabet, says, (), change)
    if change is None:
        return plain
    shown, room = (arranged(page.layout, strip, each) for each in (plain, changing))
    return changing if len(shown[1]) == len(room[1]) else plain


def _section(page: _Page, insight: Insight, slot: Slot) -> Iterator[Part]:
    if slot.section == BARS:
        yield from _bars(page, insight, slot.picture)
        return
    if slot.section in WORDS_ALONE:
        return
    side, theme = slot.picture.width, page.theme
    if slot.section == CROP:
        picture = crop_picture(insight.crop, side, theme)
    elif slot.section == SEEN:
        picture = field_picture(insight.field, side // FIELD_PIXELS, theme)
        mark_dabs(picture, insight.dabs, theme)
    elif slot.section == PATH and insight.views:
        picture = path_picture(insight.views, side, theme)
    else:
        picture = heat_picture(insight.field, insight.heat, side // FIELD_PIXELS, theme)
    yield picture, slot.picture


def _words(page: _Page, contents: Contents, slot: Slot, told: bool) -> Iterator[Part]:
    theme, width = page.theme, slot.words.width
    large, small = heading_size(page.layout), small_size(page.layout)
    headings = heading_lines(page.layout, contents.heading(slot.section), width)
    is_looking = slot.section == LOOKED and page.insight and page.insight.heat is None
    sentence = LOOKING if told and is_looking else contents.sentence(slot.section, told)
    lines = text_lines(sentence, small, width)
    color = theme.text if slot.section in WORDS_ALONE else theme.muted
    drawn = [
        *(fit_text(line, DISPLAY_FONT, large, theme.text, width) for line in headings),
        *(fit_text(line, TEXT_FONT, small, color, width) for line in lines),
    ]
    sizes = [large] * len(headings) + [small] * len(lines)
    y = slot.words.top
    for text, size in zip(drawn, sizes, strict=True):
        if text:
            yield text, text.get_rect(topleft=(slot.words.left, y))
        y += line_height(size)


def _bars(page: _Page, insight: Insight, place: pygame.Rect) -> Iterator[Part]:
    is_symbol = insight.verdict is Verdict.DIGIT
    # As in the panel of the answer, there are no candidates for what is surely not a symbol.
    worth = is_symbol or 1 - insight.none >= MIN_NAMED_KNOWNNESS
    row = place.height / bar_rows(page.alphabet)
    for i, (label, confidence) in enumerate(insight.bars):
        sure = confidence if worth else 0.0
        line = pygame.Rect(place.left, round(place.top + i * row), place.width, round(row))
        yield from _bar_row(page, label, sure, line, is_symbol and label == insight.best)
    last = pygame.Rect(place.left, round(place.bottom - row), place.width, round(row))
    yield from _bar_row(page, SHOWN_NONE, insight.none, last, not is_symbol)


def _bar_row(page: _Page, label: str, sure: float, row: pygame.Rect, wins: bool) -> Iterator[Part]:
    theme, gap = page.theme, page.layout.pixels(12)
    size = max(1, min(small_size(page.layout), row.height - 1))
    color = theme.text if wins else theme.muted
    name = render_text(label, TEXT_FONT, size, color)
    yield name, name.get_rect(midleft=row.midleft)
    left = row.left + text_width(SHOWN_NONE, TEXT_FONT, size) + gap
    length = row.right - text_width(percent(0.999), TEXT_FONT, size) - gap - left
    height = min(page.layout.pixels(10), row.height // 2)
    if length <= height:
        return
    if sure >= _MIN_SHOWN_CONFIDENCE:
        value = render_text(percent(sure), TEXT_FONT, size, color)
        yield value, value.get_rect(midright=row.midright)
    filled = max(height, round(length * sure))
    for long, shade in ((length, theme.bar), (filled, theme.accent if wins else theme.outline)):
        bar = pill((long, height), height // 2, shade)
        yield bar, bar.get_rect(midleft=(left, row.centery))
