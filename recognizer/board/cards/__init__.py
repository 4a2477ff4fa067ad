"""Cards that lie over the board until they are closed: keys, files, teaching."""
