"""What SDL gives: the display, the window and its position, events, sound."""
