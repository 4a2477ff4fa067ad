"""Name and version of the package, alone in a module so that setup.cfg reads it without imports."""

__version__ = "0.1.0"

DISTRIBUTION = "recognizer-board"
"""What pip calls it: on PyPI the name `recognizer` is somebody else's."""
