"""The look: three themes of colors, and text in one family of fonts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pygame

from recognizer.resources import asset

Color = tuple[int, int, int]

TEXT_FONT = "Inter-Medium.otf"
DISPLAY_FONT = "InterDisplay-SemiBold.otf"
MIN_TEXT_PIXELS = 7
_ELLIPSIS = "…"
_PROBE_PIXELS = 32


@dataclass(frozen=True)
class Theme:
    """Colors as (red, green, blue), each 0 to 255.

    `board` is the ground, and `dots` is the grid on it. `panel` is the ground of large panels and
    cards, `shade` that of the toolbar and the tags. `outline` is for frames, and for all bars but
    that of the answer. `accent` is for what matters most. `bar` is behind bars, keys and what is
    under the pointer. It never carries a meaning alone.

    Contrasts are those that WCAG 2.1 asks for: at least 4.5 for `text` on `board`, `panel`, `shade`
    and `bar`, and for `muted`, `accent` and `warning` on the first three; at least 3 for `outline`
    on `board` and `panel`.
    """

    name: str
    board: Color
    dots: Color
    panel: Color
    shade: Color
    outline: Color
    ink: Color
    text: Color
    muted: Color
    accent: Color
    on_accent: Color
    bar: Color
    warning: Color


SLATE = Theme(
    name="slate",
    board=(17, 22, 29),
    dots=(31, 39, 50),
    panel=(24, 31, 41),
    shade=(28, 36, 47),
    outline=(92, 108, 130),
    ink=(244, 240, 230),
    text=(226, 232, 240),
    muted=(139, 152, 170),
    accent=(255, 190, 92),
    on_accent=(36, 24, 6),
    bar=(42, 53, 68),
    warning=(255, 133, 102),
)
PAPER = Theme(
    name="paper",
    board=(251, 248, 242),
    dots=(229, 223, 212),
    panel=(244, 239, 229),
    shade=(240, 234, 223),
    outline=(134, 128, 116),
    ink=(29, 31, 38),
    text=(40, 43, 51),
    muted=(95, 93, 88),
    accent=(20, 92, 128),
    on_accent=(255, 255, 255),
    bar=(223, 215, 201),
    warning=(172, 48, 20),
)
CONTRAST = Theme(
    name="contrast",
    board=(0, 0, 0),
    dots=(48, 48, 48),
    panel=(16, 16, 16),
    shade=(24, 24, 24),
    outline=(200, 200, 200),
    ink=(255, 255, 255),
    text=(255, 255, 255),
    muted=(212, 212, 212),
    accent=(255, 222, 0),
    on_accent=(0, 0, 0),
    bar=(64, 64, 64),
    warning=(255, 160, 130),
)
THEMES: dict[str, Theme] = {theme.name: theme for theme in (SLATE, PAPER, CONTRAST)}
"""The themes by name, in the order in which the key T goes through them."""


def next_theme(theme: Theme) -> Theme:
    """Return the theme that follows `theme`; after the last comes the first."""
    themes = list(THEMES.values())
    return themes[(themes.index(theme) + 1) % len(themes)]


def mix(color: Color, other: Color, share: float) -> Color:
    """Return `color` with a share of `other` in it, in [0, 1]."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(color, other, strict=True))
    return red, green, blue


@lru_cache(maxsize=256)
def render_text(text: str, font: str, size: int, color: Color) -> pygame.Surface:
    """Return `text` drawn in `font` at `size` pixels. Do not draw on it."""
    return _font(font, size).render(text, True, color)


def fit_text(text: str, font: str, size: int, color: Color, width: int) -> pygame.Surface | None:
    """Return `text` drawn at `size`, or smaller to fit `width`; None if it would be illegible."""
    fitting = fitting_size(text, font, max(size, MIN_TEXT_PIXELS), width)
    return None if fitting < MIN_TEXT_PIXELS else render_text(text, font, fitting, color)


def fitting_size(text: str, font: str, size: int, width: int) -> int:
    """Return `size`, or the largest smaller one at which `text` is at most `width` pixels wide.

    It is at least 1, even if `text` is too wide then.
    """
    wide = text_width(text, font, size)
    if wide <= width:
        return size
    smaller = max(1, size * width // wide)
    while smaller > 1 and text_width(text, font, smaller) > width:  # glyphs are rounded
        smaller -= 1
    return smaller


def text_width(text: str, font: str, size: int) -> int:
    """Return the width of `text` in pixels."""
    return _font(font, size).size(text)[0]


def wrapped(text: str, size: int, width: int, font: str = TEXT_FONT) -> list[str]:
    """Return `text` in lines at most `width` pixels wide. A wider word is a line of its own.

    A no-break space does not part words.
    """
    lines: list[str] = []
    for word in filter(None, text.split(" ")):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def line_height(size: int) -> int:
    """Return how many pixels below a line of text of `size` the next one stands."""
    return round(size * 1.3)


def legible(text: str, font: str) -> str:
    """Return `text` with a question mark for each character that `font` cannot draw.

    The name of a file may hold anything, even characters that pygame cannot measure.
    """
    plain = "".join(" " if c.isspace() else c if c.isprintable() else "?" for c in text)
    metrics = _font(font, _PROBE_PIXELS).metrics(plain)
    pairs = zip(plain, metrics, strict=True)
    return "".join(c if c == " " or (m and m[0] < m[1]) else "?" for c, m in pairs)


def shorten_text(text: str, font: str, size: int, width: int) -> str:
    """Return `text`, its middle left out for an ellipsis where it is wider than `width` pixels.

    Both ends say most: of a path the drive and the last folder, of a file's name its ending.
    """
    if text_width(text, font, size) <= width:
        return text
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        tried = (fits + too_long) // 2
        if text_width(_without_middle(text, tried), font, size) <= width:
            fits = tried
        else:
            too_long = tried
    return _without_middle(text, fits)


def _without_middle(text: str, kept: int) -> str:
    head = kept // 2
    return text[:head] + _ELLIPSIS + text[len(text) - (kept - head) :]


@lru_cache(maxsize=32)
def _font(name: str, size: int) -> pygame.font.Font:
    return pygame.font.Font(asset(name), size)


def forget_fonts() -> None:
    """Drop all fonts and drawn text. This is needed after pygame.font has been started again."""
    render_text.cache_clear()
    _font.cache_clear()
