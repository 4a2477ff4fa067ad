"""The map of symbols: a fixed plane on which every ink has a place by its embedding.

The projection is linear, so that what is near on it for one ink is near for all. It is fitted at
the end of a training to some of its data, of which only the middle and the spread of each symbol
are kept.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from recognizer.disk.regularfile import read_regular
from recognizer.errors import ModelError, ModelMismatchError, reason
from recognizer.network.card import ModelCard
from recognizer.network.runtime import FloatArray

MAX_PLANE_BYTES = 2**20
MAX_REGIONS = 200
_MARGIN_SPREADS = 3.2  # room around the outermost middles, in their widest spreads
_SOFT_SPREADS = 1.5  # a region fades so much more slowly than its digits grow rare

Places = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane with a region for each of some labels.

    `axes` (2, size) project an embedding of an ink, and `offset` (2,) is added. `middles` (n, 2)
    and `spreads` (n, 2, 2), covariances, are those of the labels.
    """

    axes: Places
    offset: Places
    labels: tuple[str, ...]
    middles: Places
    spreads: Places

    @property
    def extent(self) -> tuple[Places, float]:
        """The middle of the part of it that is shown, (2,), and half of its side."""
        wide = _MARGIN_SPREADS * np.sqrt(self.spreads[:, (0, 1), (0, 1)])
        low, high = (self.middles - wide).min(axis=0), (self.middles + wide).max(axis=0)
        return (low + high) / 2, float((high - low).max() / 2)

    def place_of(self, embedding: FloatArray) -> tuple[float, float] | None:
        """Return where an embedding lies, x and y; None for one without a path, as of a picture."""
        if embedding.shape != self.axes.shape[1:]:
            return None
        x, y = self.axes @ embedding + self.offset
        return float(x), float(y)

    def shares_at(self, places: Places) -> Places:
        """Return (n, labels) in [0, 1]: how much (n, 2) `places` belong to each region.

        It is 1 in the middle of a region, and 0.41 at two standard deviations from it.
        """
        away = places[:, None] - self.middles
        squares = np.einsum("nki,kij,nkj->nk", away, np.linalg.inv(self.spreads), away)
        return np.asarray(np.exp(-squares / (2 * _SOFT_SPREADS**2)))


def plane_record(plane: Plane) -> dict[str, Any]:
    """Return a plane as its file has it."""
    fields = ("axes", "offset", "middles", "spreads")
    numbers = {name: np.round(getattr(plane, name), 5).tolist() for name in fields}
    return {"labels": list(plane.labels), **numbers}


def read_plane(path: Path, card: ModelCard) -> Plane | None:
    """Return the plane in the file `path`; None if `card` names none.

    Raises
    ------
    ModelError
        If it cannot be read or makes no sense.
    ModelMismatchError
        If it is not the one that the card names.
    """
    named = card.record.get("plane")
    if named is None:
        return None
    try:
        content = read_regular(path, MAX_PLANE_BYTES)
        if hashlib.sha256(content).hexdigest() != named["sha256"]:
            raise ModelMismatchError(f"{path}: not the map that the model card names")
        return _plane(json.loads(content), card.ink_embedding_size)
    except OSError as error:
        raise ModelError(f"{path}: {reason(error)}") from None
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise ModelError(f"{path}: no map of symbols: {error}") from None


def _plane(record: dict[str, Any], size: int) -> Plane:
    labels = tuple(map(str, record["labels"]))
    shapes = {
        "axes": (2, size),
        "offset": (2,),
        "middles": (len(labels), 2),
        "spreads": (len(labels), 2, 2),
    }
    fields = {name: np.array(record[name], np.float64) for name in shapes}
    wrong = [name for name, shape in shapes.items() if fields[name].shape != shape]
    if wrong or not 0 < len(labels) <= MAX_REGIONS:
        raise ValueError(f"{', '.join(wrong) or 'labels'} cannot be")
    if not all(np.isfinite(each).all() for each in fields.values()):
        raise ValueError("it has what is no number")
    if (np.linalg.det(fields["spreads"]) <= 0).any():
        raise ValueError("spreads cannot be")
    return Plane(labels=labels, **fields)
