"""Slow work on threads, outside the loop."""
