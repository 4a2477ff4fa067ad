"""``recognizer read``: files, folders and standard input in, what stands in them out."""

from recognizer.commands.read.read import read_files

__all__ = ["read_files"]
