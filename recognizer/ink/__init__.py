"""What the pen did: strokes as vectors, their files, and the pixels drawn from them."""

from recognizer.ink.ink import (
    MAX_COORDINATE,
    MAX_POINTS,
    NO_EXTENT,
    BoundingBox,
    FloatArray,
    Ink,
    Stroke,
    is_coordinate,
    parse_json,
)

__all__ = [
    "MAX_COORDINATE",
    "MAX_POINTS",
    "NO_EXTENT",
    "BoundingBox",
    "FloatArray",
    "Ink",
    "Stroke",
    "is_coordinate",
    "parse_json",
]
