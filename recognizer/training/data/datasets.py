"""The data for training and measuring: IDX images (MNIST) and lines of ink."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from recognizer.errors import DataError
from recognizer.ink import Ink
from recognizer.ink.inkfile import LabeledInk, read_ink_file
from recognizer.ink.raster import lengths_along
from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.pictures.imagesets import read_idx

Images = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.uint8]
Paths = npt.NDArray[np.floating]
"""(n, 64, 7) of ink, see `network.path.path_of`; half precision is enough to train on."""
Chances = npt.NDArray[np.float32]
"""(n, classes), each row sums to 1."""

DIGITS = tuple("0123456789")
INK_SOURCES = ("unipen-digits", "pendigits-train")
"""The files of single digits in the folder ``ink/`` of the data."""


@dataclass(frozen=True)
class LabeledImages:
    """Images (n, 28, 28) uint8, ink 255 and paper 0, with their labels (n,) uint8.

    A label is the place of a character in `characters.LABELS`: that of a digit is the digit. Images
    of ink come with its `paths`.
    """

    images: Images
    labels: Labels
    paths: Paths | None = None

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def fields(self) -> npt.NDArray[np.float32]:
        """The images as the network sees them: (n, 28, 28) float32 in [0, 1]."""
        return np.divide(self.images, 255, dtype=np.float32)

    def only(self, mask: npt.NDArray[np.bool_]) -> LabeledImages:
        """Return those for which (n,) `mask` is true."""
        paths = None if self.paths is None else self.paths[mask]
        return LabeledImages(self.images[mask], self.labels[mask], paths)


def load_mnist(folder: Path, part: str) -> LabeledImages:
    """Load ``train`` (60,000 images) or ``t10k`` (10,000, the test set) from `folder`.

    Raises
    ------
    DataError
        If a file is missing or malformed.
    """
    images, labels = (
        read_idx(_plain_or_gz(folder / f"{part}-{kind}-ubyte"))
        for kind in ("images-idx3", "labels-idx1")
    )
    if (
        images.shape != (len(labels), FIELD_PIXELS, FIELD_PIXELS)
        or labels.ndim != 1
        or len(labels) == 0
    ):
        raise DataError(f"{folder}: {part} images {images.shape} and labels {labels.shape}")
    return LabeledImages(images, labels)


def load_digit_inks(paths: Iterable[Path], split: str) -> list[LabeledInk]:
    """Load the inks of one `split` ("train" or "dev") that are labeled with a digit.

    Raises
    ------
    InkError
        If a file cannot be read.
    DataError
        If no file holds such an ink.
    """
    files = list(paths)
    inks = [
        labeled
        for path in files
        for labeled in read_ink_file(path)
        if labeled.split == split and labeled.label in DIGITS
    ]
    if not inks:
        raise DataError(f"no digit of split {split!r} in {', '.join(map(str, files))}")
    return inks


def without_fragments(inks: list[LabeledInk]) -> list[LabeledInk]:
    """Leave out straight bars and dots that are labeled with another digit than 1.

    They are digits of which a tablet lost a stroke. UNIPEN's contributor ibm has 25 bare stems
    labeled 4 and 13 slashes labeled 0; all of UNIPEN has only 155 bare ones. For training only.
    """
    return [each for each in inks if each.label == "1" or not _is_bar(each.ink)]


def ink_paths(data: Path) -> list[Path]:
    """Return the ink files of digits in the data folder `data`."""
    return [data / "ink" / f"{name}.jsonl.gz" for name in INK_SOURCES]


def _is_bar(ink: Ink) -> bool:
    if len(ink.strokes) != 1:
        return False
    points = ink.strokes[0].points
    chord = float(np.hypot(*(points[-1] - points[0])))
    return bool(chord >= 0.95 * lengths_along(points)[-1])


def _plain_or_gz(path: Path) -> Path:
    return path if path.exists() else path.with_name(path.name + ".gz")
