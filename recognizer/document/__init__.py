"""What the user has done: pages, their changes and inverses, and what was said of digits."""
