"""Corrections and lessons: what the user says of a digit."""
