"""A picture of anybody in; the ink in it out."""
