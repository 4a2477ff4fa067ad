"""The files of what is no digit in a data folder, and what a test writes into them."""

from __future__ import annotations

from pathlib import Path

from recognizer import Ink
from recognizer.training.draw.outliers import FILES

STEPS = Ink.from_points([[(0, 0), (30, 0), (30, 30), (60, 30), (60, 60), (90, 60)]])


def file_of(data: Path, kind: str) -> Path:
    return data / "ink" / f"{FILES[kind]}.jsonl.gz"
