"""``recognizer score``: how many of labeled pictures and inks are read right."""

from recognizer.commands.score.score import score_files

__all__ = ["score_files"]
