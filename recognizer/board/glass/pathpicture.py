"""The picture of a path in the looking glass: its points in the order of writing."""

from __future__ import annotations

import pygame

from recognizer.board.draw.theme import DISPLAY_FONT, Theme, mix, render_text
from recognizer.network.path import PATH_POINTS
from recognizer.reading.seeing.views import Views

_HALF_SIDES = 0.34  # of the square: half of the path, which leaves room for the numbers
_DOT_SIDES, _START_SIDES, _DASH_SIDES = 0.05, 0.1, 0.016
_FONT_SIDES = 0.13
_MIN_FONT_PIXELS = 8
_SCALE = 4  # it is drawn so many times as large, and reduced: pygame draws hard edges


def path_picture(views: Views, side: int, theme: Theme) -> pygame.Surface:
    """Return the path of `views` in a square of `side` pixels.

    Its points go from pale to the accent of the theme. A ring is around the first one; dashes are
    where the pen was lifted; each stroke has its number.
    """
    large = pygame.Surface((_SCALE * side,) * 2)
    large.fill(theme.board)
    _draw_points(large, views, theme)
    square = pygame.transform.smoothscale(large, (side, side))
    _draw_numbers(square, views, theme)
    return square


def _draw_points(large: pygame.Surface, views: Views, theme: Theme) -> None:
    side = large.get_width()
    dot, dash = (max(1, round(share * side)) for share in (_DOT_SIDES, _DASH_SIDES))
    places = side * (0.5 + _HALF_SIDES * views.path[:, :2])
    pale = mix(theme.board, theme.ink, 0.3)
    pygame.draw.circle(large, theme.text, places[0].tolist(), _START_SIDES * side / 2, max(1, dash))
    for turn in range(PATH_POINTS):
        here = places[turn]
        if views.path[turn, -1]:
            step = (here - places[turn - 1]) / 4
            ends = (here - step).tolist(), (here + step).tolist()
            pygame.draw.line(large, theme.muted, *ends, dash)
        else:
            color = mix(pale, theme.accent, turn / (PATH_POINTS - 1))
            pygame.draw.circle(large, color, here.tolist(), dot / 2)


def _draw_numbers(square: pygame.Surface, views: Views, theme: Theme) -> None:
    side = square.get_width()
    size = round(_FONT_SIDES * side)
    if size < _MIN_FONT_PIXELS or len(views.numbers) < 2:
        return
    for turn, (x, y) in enumerate(side * (0.5 + _HALF_SIDES * views.numbers), start=1):
        drawn = render_text(str(turn), DISPLAY_FONT, size, theme.text)
        place = drawn.get_rect(center=(round(x), round(y))).clamp(square.get_rect())
        square.blit(drawn, place)
