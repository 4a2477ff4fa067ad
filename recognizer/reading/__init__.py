"""Groups strokes or blobs into symbols, symbols into numbers, numbers into lines; reads them."""
