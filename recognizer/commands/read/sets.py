"""Reads the images of a set one after the other, and writes what was read as Kaggle wants it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from recognizer.disk.atomicfile import write_atomically
from recognizer.errors import FileError, naming
from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.pictures.imagesets import Images, ImageSet
from recognizer.reading.reader import Reader
from recognizer.reading.result import Reading


def readings_of(reader: Reader, images: ImageSet, after: int = 0) -> Iterator[tuple[int, Reading]]:
    """Yield the number, from 1 on, and the reading of each image that comes `after` that number.

    Images of MNIST's size are read as they are, as the network knows such; others as pictures.
    """
    fields = fields_in(images.images)
    for number in range(after + 1, len(images.images) + 1):
        one = slice(number - 1, number)
        if fields is None:
            yield number, reader.read_image(images.images[number - 1])
        else:
            yield number, reader.read_fields(fields[one])[0]


def fields_in(images: Images) -> Images | None:
    """Return (n, 28, 28) images as the network sees them, ink 255 and paper 0; None for others."""
    if images.shape[1:] != (FIELD_PIXELS, FIELD_PIXELS):
        return None
    edges = [images[:, 0], images[:, -1], images[..., 0], images[..., -1]]
    return 255 - images if np.median(edges) > 127 else images


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
