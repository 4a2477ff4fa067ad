"""A folder of inks and pictures to read, and what is read of them."""

from __future__ import annotations

from pathlib import Path

import cv2
from making import ink_line, picture_of, write_lines
from strokes import DIGITS
from writtennumbers import together, written

PAGE = together(written("2026"), written("17", x=720), written("345", y=300))
READINGS = [
    ("3.png", "3"),
    ("7.png", "7"),
    *((f"four.jsonl:{line}", digit) for line, digit in enumerate("0145", 1)),
    ("page.json", "2026 17\n345"),
    ("sub/3.jpg", "3"),
]
"""What is read of the folder, in this order; "bad.png" is bad, and "note.txt" passed over."""


def write_folder(folder: Path) -> Path:
    """Write the folder, and return it."""
    (folder / "sub").mkdir(parents=True)
    for digit in "37":
        cv2.imwrite(str(folder / f"{digit}.png"), picture_of(DIGITS[digit]))
    cv2.imwrite(str(folder / "sub" / "3.jpg"), picture_of(DIGITS["3"]))
    write_lines(folder / "four.jsonl", [ink_line(DIGITS[digit]) for digit in "0145"])
    write_lines(folder / "page.json", [ink_line(PAGE)])
    (folder / "bad.png").write_bytes(b"no picture")
    (folder / "note.txt").write_text("passed over")
    return folder
