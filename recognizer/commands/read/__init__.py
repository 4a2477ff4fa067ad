"""``recognizer read``: reads files, folders and standard input."""

from recognizer.commands.read.read import read_files

__all__ = ["read_files"]
