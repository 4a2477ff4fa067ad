"""The sizes that a window of the board may have: (width, height) in pixels. Needs no pygame."""

DEFAULT_SIZE = (1280, 800)
MIN_SIZE = (320, 240)
MAX_SIDE_PIXELS = 8192
