"""What is inside the networks for one symbol, and what would change its mind, as JSON."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import numpy as np

from recognizer.network.alphabet import Alphabet
from recognizer.reading.dabs import Dabs
from recognizer.reading.inside import Strip
from recognizer.reading.words import change_sentence

INSIDE_KEY, DABS_KEY = "layers", "dabs"


def inside_record(
    strips: tuple[Strip, ...], dabs: Dabs, has_path: bool, alphabet: Alphabet
) -> dict[str, Any]:
    """Return the layers, and the dabs of ink with what they change; null if there are none."""
    sentence = change_sentence(dabs, has_path, alphabet)
    told = {"sentence": sentence, "strokes": _points(dabs.strokes), "marks": _points(dabs.marks)}
    return {
        INSIDE_KEY: [_layer(each) for each in strips],
        DABS_KEY: told if sentence else None,
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
