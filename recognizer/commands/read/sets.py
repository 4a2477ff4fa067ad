"""Reads the images of a set one after the other, and writes what was read as Kaggle wants it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from recognizer.disk.atomicfile import write_atomically
from recognizer.errors import FileError, naming
from recognizer.network.preprocess import FIELD_PIXELS, Field, preprocess_pixels
from recognizer.pictures.imagesets import Images, ImageSet
from recognizer.pictures.turns import Turn
from recognizer.reading.reader import Reader
from recognizer.reading.result import Reading

TRANSPOSED_HINT = (
    "most images look transposed, as those of EMNIST are: --turn transposed reads them upright"
)
_LOOKED_AT, _MIN_GAIN = 50, 0.1
"""So many images of a set tell how it lies, if they are surer by so much in mean confidence."""


def readings_of(reader: Reader, images: ImageSet, after: int = 0) -> Iterator[tuple[int, Reading]]:
    """Yield the number, from 1 on, and the reading of each image that comes `after` that number.

    Images of MNIST's size are read as they are, as the network knows such; smaller ones, such as
    scikit-learn's 8 x 8, hold one symbol, too. All others are read as pictures.
    """
    rows, cols = images.images.shape[1:3]
    is_field = (rows, cols) == (FIELD_PIXELS, FIELD_PIXELS)
    is_one = images.images.ndim == 3 and (is_field or max(rows, cols) < FIELD_PIXELS)
    shown = with_bright_ink(images.images) if is_one else images.images
    for number, image in enumerate(shown[after:], after + 1):
        if is_field and is_one:
            yield number, reader.read_fields(image[None])[0]
        elif is_one:
            yield number, reader.read_field(_enlarged(image))
        else:
            yield number, reader.read_image(image)


def seem_transposed(reader: Reader, images: ImageSet) -> bool:
    """Tell whether most of the first images look more like symbols with their sides exchanged."""
    first = ImageSet(images.images[:_LOOKED_AT])
    as_given, transposed = (
        np.mean([reading.confidence for _, reading in readings_of(reader, each)])
        for each in (first, first.turned(Turn.TRANSPOSED))
    )
    return bool(transposed - as_given >= _MIN_GAIN)


def with_bright_ink(images: Images) -> Images:
    """Return (n, rows, cols) images with ink 255 and paper 0; most of their edges is paper."""
    sides = images[:, 0], images[:, -1], images[..., 0], images[..., -1]
    is_light = np.median(np.concatenate([each.ravel() for each in sides])) > 127
    return 255 - images if is_light else images


def _enlarged(image: Images) -> Field:
    """Return a small image as a field: between so few pixels, the curve of a stroke is guessed."""
    framed = np.pad(image, 2)
    large = cv2.resize(framed, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    return preprocess_pixels(np.asarray(large, np.uint8))


@dataclass(frozen=True)
class Submission:
    """The likeliest symbol of each image, for the file `path`, as Kaggle wants it."""

    path: Path
    guesses: list[str] = field(default_factory=list)

    def add(self, reading: Reading) -> None:
        """Add the next image: what it most likely is, even if it may be none; 0 if it is blank."""
        symbols = reading.symbols
        self.guesses.append(symbols[0].candidates[0].label if symbols else "0")

    def save(self) -> None:
        """Write the file.

        Raises
        ------
        FileError
            If it cannot be written.
        """
        rows = (f"{number},{label}\n" for number, label in enumerate(self.guesses, 1))
        with naming(self.path, FileError):
            write_atomically(self.path, ("ImageId,Label\n" + "".join(rows)).encode())
