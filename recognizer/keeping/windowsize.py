"""The sizes that a window of the board may have, in pixels. Needs no pygame."""

DEFAULT = (1280, 800)
SMALLEST = (320, 240)
MAX_SIDE_PIXELS = 8192
