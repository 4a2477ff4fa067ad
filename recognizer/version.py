"""Name and version of the package, alone in a module so that setup.cfg reads it without imports."""

__version__ = "0.1.0"

DISTRIBUTION = "recognizer-board"
"""The name that pip uses: on PyPI `recognizer` is another project."""
