"""Decodes pictures, and finds the ink in them."""
