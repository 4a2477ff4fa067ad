"""Saves, opens and copies pictures and ink."""
