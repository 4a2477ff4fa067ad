"""Where everything stands, for any size of window.

In all of `board`, a size with the suffix _HD is in pixels of a 1920x1080 window, and scales with
the window. A size with the suffix _PIXELS is the same in every window.
"""

from __future__ import annotations

from dataclasses import dataclass

import pygame

_MIN_UNIT = 0.62  # times the scale of the screen; text is then easy to read
_MAX_GAIN = 1.5
_CHIP_HD, _CHIP_WIDTH_HD = 52, 400
_MIN_CHIP_PIXELS = 44  # for a finger, where there is room
_MIN_GLASS_PIXELS = 248  # times the scale of the screen; its words can then be read
_MAX_GLASS_SHARE = 0.32  # in a narrow window, this part of it is the minimum instead


@dataclass(frozen=True)
class Layout:
    """Places and sizes in pixels.

    `unit` is the length of a pixel of a 1920x1080 window; text and spaces grow with it. The panel
    is at the right, the looking glass at the left. In an upright window they are at the bottom and
    at the top. In the panel, the `answer` stands below the `chip` that says who is playing.
    `margin` is the space at the edges.
    """

    size: tuple[int, int]
    unit: float
    pen_width: int
    panel: pygame.Rect
    chip: pygame.Rect
    answer: pygame.Rect
    glass: pygame.Rect
    margin: int

    @classmethod
    def for_size(cls, size: tuple[int, int], scale: float = 1.0) -> Layout:
        """Arrange a window of `size` pixels on a screen of `scale` (see `dpi.screen_scale`)."""
        width, height = size
        unit = max(min(width / 1920, height / 1080), 0.3 * max(width / 1920, height / 1080))
        if height > width:
            unit = max(width / 1080, 0.25)
        # In a small window on a fine screen, text is larger if there is room for it.
        unit = min(max(unit, _MIN_UNIT * scale), unit * _MAX_GAIN) if scale > 1 else unit
        margin = min(round(36 * unit), min(size) // 4)  # 0 if the window is as flat as its title
        chip = min(max(_MIN_CHIP_PIXELS, round(_CHIP_HD * unit)), height // 8)
        head = chip + margin // 2
        panel = _panel_place(width, height, margin, head)
        below = max(1, panel.height - head)
        answer = pygame.Rect(panel.left, panel.bottom - below, panel.width, below)
        return cls(
            size=size,
            unit=unit,
            pen_width=max(4, round(min(width, height) / 62)),
            panel=panel,
            chip=_chip_place(panel, margin, chip, round(_CHIP_WIDTH_HD * unit)),
            answer=answer,
            glass=_glass_place(width, height, margin, scale),
            margin=margin,
        )

    @property
    def is_upright(self) -> bool:
        """Whether the answer stands below the drawing and not beside it."""
        return self.size[1] > self.size[0]

    @property
    def free(self) -> pygame.Rect:
        """The place to draw: the window without the panel."""
        width, height = self.size
        if self.is_upright:
            return pygame.Rect(0, 0, width, self.panel.top)
        return pygame.Rect(0, 0, self.panel.left, height)

    def free_beside(self, glass: bool) -> pygame.Rect:
        """Return the place to draw. An open looking glass (`glass`) takes its part of it."""
        free = self.free
        if not glass:
            return free
        if self.is_upright:
            return pygame.Rect(0, self.glass.bottom, free.width, free.bottom - self.glass.bottom)
        return pygame.Rect(self.glass.right, 0, free.right - self.glass.right, free.height)

    def pixels(self, at_full_hd: float) -> int:
        """Scale a length given for a 1920x1080 window; at least 1."""
        return max(1, round(at_full_hd * self.unit))


def _panel_place(width: int, height: int, margin: int, head: int) -> pygame.Rect:
    if height > width:
        depth = _at_least_one(height * 0.22) + head
        return pygame.Rect(margin, height - depth - margin, width - 2 * margin, depth)
    breadth = _at_least_one(min(width * 0.24, height * 0.75))
    return pygame.Rect(width - breadth - margin, margin, breadth, height - 2 * margin)


def _chip_place(panel: pygame.Rect, margin: int, height: int, width: int) -> pygame.Rect:
    wide = _at_least_one(min(panel.width - margin, width))
    left = panel.centerx - wide // 2
    return pygame.Rect(left, panel.top + margin // 2, wide, _at_least_one(height))


def _glass_place(width: int, height: int, margin: int, scale: float) -> pygame.Rect:
    if height > width:
        return pygame.Rect(margin, margin, width - 2 * margin, _at_least_one(height * 0.26))
    least = min(_MIN_GLASS_PIXELS * scale, width * _MAX_GLASS_SHARE)
    breadth = _at_least_one(max(min(width * 0.24, height * 0.75), least))
    return pygame.Rect(margin, margin, breadth, height - 2 * margin)


def _at_least_one(length: float) -> int:
    return max(1, round(length))
