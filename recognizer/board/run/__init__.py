"""The board itself: how it begins, its loop, what it keeps."""
