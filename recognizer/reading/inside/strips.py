"""Inside the networks: for each layer a strip of maps that say where it found what it seeks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recognizer.ink import Ink
from recognizer.network.classifier import Classifier
from recognizer.network.layers import Layers
from recognizer.network.path import PATH_POINTS, Path, path_of
from recognizer.network.preprocess import Field
from recognizer.network.runtime import FloatArray
from recognizer.reading.inside.probes import (
    Answers,
    answers_of,
    fields_of,
    path_probes,
    paths_of,
    picture_probes,
)

MAX_MAPS = 24
"""Of more maps of a layer, so many are shown: of each kind those that tell it best from others."""
PATH_PIXELS = 28
"""Side of the map of a path."""
_PATH_MARGIN = 0.12  # of that side
_PALE = 0.16  # where the path is, but nothing is found


@dataclass(frozen=True, eq=False)
class Strip:
    """Maps of one layer: (maps, rows, cols) in [0, 1], and a sentence on each.

    1 is the most that a map gives for any of our own strokes and digits. A map of a path shows the
    path itself, bright where the layer found something.
    """

    heading: str
    maps: FloatArray
    told: tuple[str, ...]


class Inside:
    """The layers of both networks of a classifier. Not for use by two threads at a time.

    It takes a tenth of a second or two to make: every map is shown our strokes once.
    """

    def __init__(self, classifier: Classifier) -> None:
        pictures, paths = classifier.layers
        self._pictures = _Measured(pictures, answers_of(pictures, picture_probes(), fields_of))
        self._paths = paths and _Measured(paths, answers_of(paths, path_probes(), paths_of))

    def strips(self, field: Field, ink: Ink) -> tuple[Strip, ...]:
        """Return the strips of a (28, 28) `field`, and those of the path if there is `ink`."""
        strips = [
            _strip(f"Layer {k}: {maps.shape[2]} maps", maps, answers)
            for k, (maps, answers) in enumerate(self._pictures.look(field), start=1)
        ]
        if ink and self._paths:
            path = path_of(ink)
            for k, (maps, answers) in enumerate(self._paths.look(path), start=1):
                strip = _strip(f"Path, layer {k}: {maps.shape[2]} maps", maps, answers)
                strips.append(Strip(strip.heading, _along(path, strip.maps[:, 0]), strip.told))
        return tuple(strips)


@dataclass(frozen=True)
class _Measured:
    layers: Layers
    answers: list[Answers]

    def look(self, given: FloatArray) -> list[tuple[FloatArray, Answers]]:
        return list(zip(self.layers.look(given), self.answers, strict=True))


def _strip(heading: str, maps: FloatArray, answers: Answers) -> Strip:
    shown = list(answers.order[:MAX_MAPS])
    bright = (maps[:, :, shown] / answers.peaks[shown]).clip(0, 1)
    told = tuple(answers.told[k] for k in shown)
    return Strip(heading, np.moveaxis(bright, 2, 0).astype(np.float32), told)


def _along(path: Path, found: FloatArray) -> FloatArray:
    """Return (maps, rows, cols) pictures of `path`, as bright as the (maps, length) `found`."""
    side = PATH_PIXELS
    places = side * (0.5 + (0.5 - _PATH_MARGIN) * path[:, :2])
    col, row = places.astype(int).T
    pictures = np.zeros((len(found), side * side), np.float32)
    here = found[:, np.arange(PATH_POINTS) * found.shape[1] // PATH_POINTS]
    for corner in (0, 1, side, side + 1):  # a dot is 2x2 pixels
        pictures[:, row * side + col - corner] = _PALE + (1 - _PALE) * here
    return pictures.reshape(-1, side, side)
