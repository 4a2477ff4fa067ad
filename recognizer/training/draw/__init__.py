"""Draws training data: varied strokes, habits of hands, scribbles, numbers, whole epochs."""
