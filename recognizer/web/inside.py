"""What is inside the networks for one symbol, as JSON.

The maps of the layers, what would change its mind, and where it lies on the map of digits.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

import numpy as np

from recognizer.network.alphabet import Alphabet
from recognizer.network.plane import Places, Plane
from recognizer.reading.inside.dabs import Dabs
from recognizer.reading.inside.onplane import OnPlane, Place
from recognizer.reading.inside.strips import Strip
from recognizer.reading.words import change_sentence

INSIDE_KEY, DABS_KEY, MAP_KEY = "layers", "dabs", "map"


@dataclass(frozen=True, eq=False)
class Spot:
    """What is on the plane for an ink that looks like a `label`."""

    seen: OnPlane
    label: str


def inside_record(
    strips: tuple[Strip, ...], dabs: Dabs, has_path: bool, alphabet: Alphabet, spot: Spot
) -> dict[str, Any]:
    """Return the layers, the dabs of ink with what they change, and the map of digits.

    The dabs, or the map, are null if there are none.
    """
    sentence = change_sentence(dabs, has_path, alphabet)
    told = {"sentence": sentence, "strokes": _points(dabs.strokes), "marks": _points(dabs.marks)}
    return {
        INSIDE_KEY: [_layer(each) for each in strips],
        DABS_KEY: told if sentence else None,
        MAP_KEY: _map(spot.seen.plane, spot) if spot.seen.plane else None,
    }


def _map(plane: Plane, spot: Spot) -> dict[str, Any]:
    """Return the regions, the spot and the flags, in shares of the side of the map."""
    middle, half = plane.extent
    seen = spot.seen

    def shares(places: Places) -> list[Any]:
        return list(np.round((places - middle) / (2 * half) + 0.5, 4).tolist())

    def on_map(place: Place) -> list[Any]:
        return shares(np.clip(place, middle - half, middle + half))

    axes = np.round(np.linalg.cholesky(plane.spreads) / (2 * half), 5).tolist()
    regions = zip(plane.labels, shares(plane.middles), axes, strict=True)
    return {
        "regions": [{"label": label, "place": at, "axes": wide} for label, at, wide in regions],
        "spot": on_map(seen.spot) if seen.spot else None,
        "flags": [{"label": label, "place": on_map(place)} for label, place in seen.flags],
        "label": spot.label,
    }


def _layer(strip: Strip) -> dict[str, Any]:
    _, rows, cols = strip.maps.shape
    maps = np.rint(strip.maps * 255).astype(np.uint8)
    pairs = zip(maps, strip.told, strict=True)
    return {
        "heading": strip.heading,
        "rows": rows,
        "cols": cols,
        "maps": [
            {"pixels": b64encode(each.tobytes()).decode("ascii"), "says": says}
            for each, says in pairs
        ],
    }


def _points(strokes: tuple[Any, ...]) -> list[list[list[float]]]:
    return [np.round(each, 2).tolist() for each in strokes]
