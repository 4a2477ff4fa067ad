"""Strokes or blobs parted into symbols, numbers and lines: the one lattice."""
