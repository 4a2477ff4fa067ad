"""Activities: what one can do at the board. Each has a desk, takes commands and shows a face."""
