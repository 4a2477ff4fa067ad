"""Measures how well something reads, in figures, tables and charts."""
