"""The sizes a window of the board may have, in pixels; known without pygame."""

DEFAULT = (1280, 800)
SMALLEST = (320, 240)
LARGEST_SIDE = 8192
