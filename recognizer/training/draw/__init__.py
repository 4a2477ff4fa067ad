"""What a network is shown: strokes varied, scribbles, numbers, epochs of all that."""
