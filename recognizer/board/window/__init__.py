"""SDL: the display, the window and its position, waiting for events, sound."""
