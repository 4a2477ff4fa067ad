"""The themes can be read: contrasts as WCAG 2.1 defines them, on whatever the words stand."""

import pytest

from recognizer.board.draw.theme import (
    CONTRAST,
    DISPLAY_FONT,
    PAPER,
    SLATE,
    TEXT_FONT,
    THEMES,
    fitting_size,
    legible,
    mix,
    next_theme,
    render_text,
    shorten_text,
    text_width,
)

pytest_plugins = ["boardfixtures"]
pytestmark = pytest.mark.usefixtures("fonts")

GROUNDS = ("board", "panel", "shade")


def luminance(color):
    """Return the relative luminance of WCAG 2.1."""
    shares = [value / 255 for value in color]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(
        share * weight for share, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True)
    )


def contrast(color, other):
    lighter, darker = sorted((luminance(color), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("words", ["text", "muted", "warning", "accent"])
def test_words_can_be_read(theme, words, ground):
    least = 7 if theme is CONTRAST else 4.5
    assert contrast(getattr(theme, words), getattr(theme, ground)) >= least


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize(("words", "ground"), [("on_accent", "accent"), ("text", "bar")])
def test_words_on_what_is_marked_can_be_read(theme, words, ground):
    least = 7 if theme is CONTRAST else 4.5
    assert contrast(getattr(theme, words), getattr(theme, ground)) >= least


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_ink_stands_out_most(theme):
    assert contrast(theme.ink, theme.board) >= 7


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("ground", ["board", "panel"])
def test_frames_and_bars_can_be_seen(theme, ground):
    least = 7 if theme is CONTRAST else 3
    assert contrast(theme.outline, getattr(theme, ground)) >= least


def test_the_themes_follow_each_other_and_begin_anew():
    assert list(THEMES.values()) == [SLATE, PAPER, CONTRAST]
    assert [next_theme(theme) for theme in THEMES.values()] == [PAPER, CONTRAST, SLATE]


def test_a_theme_is_found_by_its_name():
    assert all(THEMES[theme.name] is theme for theme in (SLATE, PAPER, CONTRAST))


def test_one_theme_is_light_and_two_are_dark():
    light = [name for name, theme in THEMES.items() if luminance(theme.board) > 0.5]
    assert light == ["paper"]


def test_a_mixed_color_lies_between_both():
    assert mix((0, 100, 200), (100, 0, 200), 0.25) == (25, 75, 200)


def test_text_is_as_wide_as_it_was_said():
    drawn = render_text("looking glass", TEXT_FONT, 24, SLATE.text)
    assert text_width("looking glass", TEXT_FONT, 24) == drawn.get_width()


def test_text_that_fits_is_left_as_it_is():
    assert shorten_text("seven.json", TEXT_FONT, 20, 1000) == "seven.json"


def test_text_is_drawn_as_large_as_fits():
    for width in range(20, 900, 7):
        size = fitting_size("1 1", DISPLAY_FONT, 1080, width)
        assert 0.9 * width - 3 < text_width("1 1", DISPLAY_FONT, size) <= width
    assert fitting_size("1 1", DISPLAY_FONT, 40, 1000) == 40
    assert fitting_size("1 1", DISPLAY_FONT, 40, 0) == 1


@pytest.mark.parametrize("width", [60, 120, 250, 400])
def test_text_too_wide_loses_its_middle_and_no_more_than_it_must(width):
    name = "a photograph of a seven, taken in bad light.jpeg"
    shown = shorten_text(name, TEXT_FONT, 20, width)
    head, tail = shown.split("…")
    assert name.startswith(head)
    assert name.endswith(tail)
    assert 0 <= len(tail) - len(head) <= 1
    assert width - 20 * 2 < text_width(shown, TEXT_FONT, 20) <= width


def test_where_nothing_fits_the_ellipsis_is_left():
    assert shorten_text("seven.json", TEXT_FONT, 20, 3) == "…"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Bücher, é + 7.png", "Bücher, é + 7.png"),
        ("数字.png", "??.png"),
        ("broken \udcff.png", "broken ?.png"),
        ("two\nlines", "two lines"),
        ("😀", "?"),
        ("", ""),
    ],
)
def test_what_the_font_cannot_draw_is_a_question_mark(name, shown):
    assert legible(name, TEXT_FONT) == shown
