"""What SDL gives: the display, the window and where it stands, waiting for events, sound."""
