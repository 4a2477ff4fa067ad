"""Turns events of pygame into commands, and finds the digit that a pointer means."""
