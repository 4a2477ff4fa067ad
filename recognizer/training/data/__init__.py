"""Data sets and the public originals they are made from."""
