"""Contact sheets of what is trained on, and of what was misread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.pictures.contactsheet import PAPER, Sheet, contact_sheet, misread_caption
from recognizer.training.data.datasets import DIGITS, Chances, Images, Labels

MAX_MISREAD = 120
"""Most misread digits on one sheet."""


def sample_sheet(
    images: Images,
    labels: Labels,
    per_label: int = 12,
    heading: str = "",
    names: Sequence[str] = DIGITS,
) -> Sheet:
    """Return a sheet with a row for each label, of images evenly chosen from (n, rows, cols).

    `names` of all labels are ASCII.
    """
    blank = np.full(images.shape[1:], PAPER, np.uint8)
    shown: list[npt.NDArray[np.uint8]] = []
    captions: list[str] = []
    for label in np.unique(labels):
        at = _spread(np.flatnonzero(labels == label), per_label)
        missing = per_label - len(at)
        shown += [*images[at], *[blank] * missing]
        captions += [names[label]] * len(at) + [""] * missing
    return contact_sheet(np.array(shown).reshape(-1, *blank.shape), captions, per_label, heading)


def misread_sheet(
    images: Images, labels: Labels, chances: Chances, columns: int = 10, title: str = ""
) -> Sheet:
    """Return a sheet of at most `MAX_MISREAD` misread digits, the surest first.

    `images` are (n, rows, cols), `chances` (n, 10) in [0, 1]; `title` is ASCII.
    """
    read, sure = chances.argmax(axis=1), chances.max(axis=1)
    wrong = np.flatnonzero(read != labels)
    surest = wrong[np.argsort(-sure[wrong], kind="stable")][:MAX_MISREAD]
    captions = [misread_caption(labels[at], read[at], sure[at]) for at in surest]
    heading = f"{title}: {len(wrong):,} of {len(labels):,} misread"
    if len(surest):
        heading += f", the {len(surest)} surest" if len(surest) < len(wrong) else ", surest first"
    return contact_sheet(images[surest], captions, columns, heading)


def save_png(path: Path, pixels: Sheet) -> None:
    """Write (rows, cols) gray or (rows, cols, 3) RGB uint8 pixels as a PNG file."""
    ordered = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    _, encoded = cv2.imencode(".png", ordered)
    # Not cv2.imwrite: it fails silently, and on names that are not ASCII.
    path.write_bytes(encoded.tobytes())


def _spread(indices: npt.NDArray[np.intp], count: int) -> npt.NDArray[np.intp]:
    """Return at most `count` of `indices`, evenly spread."""
    if len(indices) <= count:
        return indices
    at = np.linspace(0, len(indices) - 1, count).astype(int)
    return np.asarray(indices[at])
