"""Pictures of digits in printed boxes, tables and forms, as how much of each pixel is ink."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
from drawnpictures import coverage

Cover = npt.NDArray[np.float64]
CELL, HEIGHT = 90, 50


def put(cover: Cover, label: str, left: int, top: int) -> int:
    """Draw a digit, and return where the next one may begin."""
    digit = coverage(label, HEIGHT, margin=0)
    part = cover[top : top + HEIGHT, left : left + digit.shape[1]]
    np.maximum(part, digit, out=part)
    return left + int(digit.shape[1]) + 10


def line(cover: Cover, start: tuple[int, int], end: tuple[int, int], width: int = 3) -> None:
    cv2.line(cover, start, end, 1.0, width)


def box(cover: Cover, left: int, top: int, right: int, bottom: int, width: int = 3) -> None:
    cv2.rectangle(cover, (left, top), (right, bottom), 1.0, width)


def table(rows: Sequence[Sequence[str]], margin: int) -> Cover:
    wide = 2 * CELL
    cover = np.zeros((2 * margin + CELL * len(rows), 2 * margin + wide * len(rows[0])))
    for row, cells in enumerate(rows):
        for col, text in enumerate(cells):
            x, y = margin + col * wide, margin + row * CELL
            box(cover, x, y, x + wide, y + CELL, 2)
            left = x + 30
            for label in text:
                left = put(cover, label, left, y + 20)
    return cover


def comb(text: str, width: int, margin: int = 40) -> Cover:
    cover = np.zeros((2 * margin + CELL, 2 * margin + CELL * len(text)))
    for place, label in enumerate(text):
        x = margin + place * CELL
        box(cover, x, margin, x + CELL, margin + CELL, width)
        if label != " ":
            put(cover, label, x + 27, margin + 20)
    return cover
