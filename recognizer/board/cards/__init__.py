"""What lies over the board and has to be answered or closed: keys, files, teaching."""
