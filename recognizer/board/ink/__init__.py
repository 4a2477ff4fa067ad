"""Ink on the screen: where it lies, how it is drawn and erased."""
