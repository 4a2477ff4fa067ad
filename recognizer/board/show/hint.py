"""The invitation on an empty board, where one draws."""

from __future__ import annotations

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import TEXT_FONT, Theme, fit_text, line_height
from recognizer.board.show.toolbar import toolbar_place
from recognizer.keeping.settings import ASKED, DRAWING, STROKE
from recognizer.network.alphabet import DIGITS, Alphabet

WHEN = {
    DRAWING: "I read along while you draw",
    STROKE: "I read it when you lift the pen",
    ASKED: "Press Enter, and I read it",
}
_LARGE_HD, _SMALL_HD = 48, 26


def hint_parts(
    layout: Layout, theme: Theme, reads: str, glass: bool = False, alphabet: Alphabet = DIGITS
) -> list[Part]:
    """Return the hint in the middle of the free place, above the toolbar; nothing if too small."""
    place = layout.free_beside(glass).inflate(-2 * layout.margin, 0)
    place.height = toolbar_place(layout, glass).top - place.top
    lines = (
        (alphabet.call, max(16, layout.pixels(_LARGE_HD)), theme.text),
        (WHEN[reads], max(12, layout.pixels(_SMALL_HD)), theme.muted),
    )
    y = place.centery - sum(line_height(size) for _, size, _ in lines) // 2
    parts: list[Part] = []
    for text, size, color in lines:
        drawn = fit_text(text, TEXT_FONT, size, color, place.width)
        if drawn and y >= place.top:
            parts.append((drawn, drawn.get_rect(midtop=(place.centerx, y))))
        y += line_height(size)
    return parts
