"""What people give to a `Reader`, as the arrays that it reads.

That is whatever NumPy makes an array of: lists, pandas, torch; and pictures of Pillow. What cannot
be read is refused, and the message says how to put it right.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from recognizer.errors import InkError, PictureError
from recognizer.ink import Ink
from recognizer.network.preprocess import FIELD_PIXELS, Field
from recognizer.pictures.decode import Picture, with_full_range

MAX_TOGETHER = 64
"""So many small pictures are read together at most. With more, the first waits, and each of them
takes hardly less time."""
MAX_SMALL_BYTES = 2**16
"""Of the pixels of a small picture, such as 256 x 256: others gain nothing from each other."""
_FIELD = FIELD_PIXELS, FIELD_PIXELS
_LAYERS = 1, 3, 4
_MOST_OF_BYTE, _MOST_OF_TWO = 255, 65535
_ROUNDING = 0.499 / _MOST_OF_BYTE  # less than half a gray level: floats were scaled, or resized
_Array = npt.NDArray[Any]
_Item = TypeVar("_Item")


def as_picture(given: object) -> Picture:
    """Return a picture as (rows, cols) gray, or with 1, 3 (BGR) or 4 (BGRA) layers, uint8.

    Truth values are 0 and 1, floats go from 0 to 1, whole numbers to 255, or to 65535 if any is
    above 255. A picture of Pillow is turned as its EXIF data says.

    Raises
    ------
    PictureError
        If it has another shape, or other values.
    """
    array = _array("a picture", _of_pillow(given))
    _check_layers(array)
    if array.dtype == np.uint8:
        return array
    if array.dtype.kind in "bf":
        _check_values("a picture", array, 1)
        return np.rint(np.multiply(array, 255, dtype=np.float32)).astype(np.uint8)
    _check_values("a picture", array, _MOST_OF_TWO)
    is_deep = array.max() > _MOST_OF_BYTE
    return with_full_range(array.astype(np.uint16 if is_deep else np.uint8))


def check_ink(given: object) -> None:
    """Refuse what is no ink.

    Raises
    ------
    InkError
        If it is none; the message says how to make one.
    """
    if not isinstance(given, Ink):
        raise InkError(
            f"{type(given).__name__} is no ink; Ink.from_points([[(x, y), ...], ...]) makes one"
        )


def is_small(picture: Picture) -> bool:
    """Tell whether a picture gains from being read together with others."""
    return picture.nbytes <= MAX_SMALL_BYTES


def in_groups(given: Iterable[_Item], are_small: Callable[[_Item], bool]) -> Iterator[list[_Item]]:
    """Yield small things that follow each other up to `MAX_TOGETHER` at a time, others alone."""
    group: list[_Item] = []
    for each in given:
        if not are_small(each):
            yield from filter(None, (group, [each]))
            group = []
            continue
        group.append(each)
        if len(group) == MAX_TOGETHER:
            yield group
            group = []
    if group:
        yield group


def as_fields(given: object) -> npt.NDArray[np.float32]:
    """Return images of single symbols as (n, 28, 28) in [0, 1]; whole numbers go to 255.

    Raises
    ------
    PictureError
        If they have another shape, or other values.
    """
    array = _array("fields", given)
    if array.ndim != 3 or array.shape[1:] != _FIELD:
        fits = array.shape == _FIELD or np.prod(array.shape[1:]) == FIELD_PIXELS**2
        advice = f": reshape(-1, {FIELD_PIXELS}, {FIELD_PIXELS}) makes them so" if fits else ""
        raise PictureError(f"fields must be (n, 28, 28), not {array.shape}{advice}")
    return _in_unit("fields", array)


def as_field(given: object) -> Field:
    """Return one image of a symbol, (28, 28), as `as_fields` does."""
    array = _array("a field", given)
    if array.shape != _FIELD:
        advice = ": `read_fields` takes several" if array.ndim == 3 else ""
        raise PictureError(f"a field must be (28, 28), not {array.shape}{advice}")
    return _in_unit("a field", array)


def _array(what: str, given: object) -> _Array:
    if isinstance(given, (str, bytes)) or hasattr(given, "__fspath__"):
        raise PictureError(f"{what} must be an array; `load_picture` makes one of a file")
    try:
        array = np.asarray(given)
    except (TypeError, ValueError, RuntimeError) as error:  # such as torch's, of another device
        raise PictureError(f"{what} must be an array: {' '.join(str(error).split())}") from None
    if array.dtype.kind not in "biuf":
        raise PictureError(f"{what} must be an array of numbers, not of {array.dtype}")
    return array


def _of_pillow(given: object) -> object:
    """Return an array of a picture of Pillow, and all else as it is."""
    if "PIL.Image" not in sys.modules:  # then nobody can have one
        return given
    from PIL import Image, ImageOps

    if not isinstance(given, Image.Image):
        return given
    picture = ImageOps.exif_transpose(given)
    is_clear = "transparency" in picture.info
    if picture.mode.split(";")[0] in ("1", "L", "I", "F") and not is_clear:
        return np.asarray(picture)
    has_alpha = is_clear or picture.mode in ("RGBA", "RGBa", "LA", "La", "PA")
    colors = np.asarray(picture.convert("RGBA" if has_alpha else "RGB"))
    return colors[..., [2, 1, 0, 3] if has_alpha else [2, 1, 0]]


def _check_layers(array: _Array) -> None:
    if array.size and (array.ndim == 2 or (array.ndim == 3 and array.shape[2] in _LAYERS)):
        return
    advice = ""
    if array.ndim == 3 and array.shape[0] in _LAYERS:
        advice = ": numpy.moveaxis(picture, 0, -1) puts its layers last"
    elif array.ndim > 2:
        advice = ": `read_images` takes several"
    raise PictureError(f"a picture must be (rows, cols[, 1, 3 or 4]), not {array.shape}{advice}")


def _in_unit(what: str, array: _Array) -> npt.NDArray[np.float32]:
    most = 1 if array.dtype.kind in "bf" else _MOST_OF_BYTE
    _check_values(what, array, most)
    return np.clip(np.divide(array, most, dtype=np.float32), 0, 1)


def _check_values(what: str, array: _Array, most: int) -> None:
    if not array.size:
        return
    low, high = array.min(), array.max()
    if np.isnan(low):
        raise PictureError(f"{what} must have no NaN: numpy.nan_to_num makes 0 of it")
    beyond = _ROUNDING if array.dtype.kind == "f" else 0
    if low < -beyond or high > most + beyond:
        kind = "floats" if most == 1 else "whole numbers"
        advice = ": divide by 255" if most == 1 and low >= 0 and 1 < high <= 255 else ""
        raise PictureError(
            f"{what} must have {kind} from 0 to {most}, not from {low:g} to {high:g}{advice}"
        )
