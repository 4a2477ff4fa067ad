"""Decodes pictures, and finds the ink of one digit: any polarity, color, gray or alpha, any light.

Ink is what differs from the background. The background is a smooth surface fitted to the picture
itself, so its brightness and shadows do not matter.
"""

from __future__ import annotations

import stat
from collections.abc import Sequence
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.disk.regularfile import read_regular
from recognizer.errors import PictureError, naming, reason
from recognizer.ink.pixels import scaled
from recognizer.ink.raster import Pixels
from recognizer.pictures.croplines import without_line
from recognizer.pictures.extras import decode_heic
from recognizer.pictures.headers import KINDS, MAX_PIXELS, PictureFile, open_picture
from recognizer.pictures.isoboxes import brand_of
from recognizer.pictures.specks import without_specks
from recognizer.quiet import quiet_libraries

SUFFIXES = (
    *(".png", ".jpg", ".jpeg", ".jfif", ".jpe", ".bmp", ".webp", ".gif", ".tif", ".tiff"),
    *(".pgm", ".avif", ".heic", ".heif"),  # the last two with an extra
)
MAX_BYTES = 200 * 2**20
_LEAST_USED = 16
"""A picture whose highest value is at most a 16th of what it could be holds other numbers than
brightness: a mask of 0 and 1, scikit-learn's 0 to 16, or 12 bits of a camera stored in 16."""
MIN_CONTRAST = 24
"""Of 255: fainter marks are paper, noise or compression."""
WORKING_PIXELS = 640
"""Longer side in which one digit is looked for; it is read at 20, so more only costs time."""
_FIT_PIXELS = 48  # longer side of the picture to which the background is fitted
_EVEN, _EVEN_EDGE, _EVEN_PART = 3, 0.98, 0.6  # largest difference; parts of edge and picture
_OPAQUE = 200  # of 255: from this alpha on a color is seen as it is
_RIM_PIXELS = 2  # of the picture reduced to `_WORKING_PIXELS`
_SAME_TONE = 2 * MIN_CONTRAST  # of 255: light falls off so much along the rim of a card
_EVEN_RIM = 0.9  # of the rim has its color; writing may be cut off by the rest
_MIN_WITHIN = 0.005  # of what lies within the rim is ink: a small digit on a card
_DEGREES = (3, 3, 3, 3, 6, 6, 6, 6)  # terms of the background's surface in each round

Picture = npt.NDArray[np.uint8]
FloatPicture = npt.NDArray[np.float32]


def is_picture_file(path: Path) -> bool:
    """Tell whether `path` has the name of a picture."""
    return path.name.lower().endswith(SUFFIXES)


def check_is_file(path: Path) -> None:
    """Raise PictureError unless `path` is a regular file."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise PictureError(f"{path}: no such file") from None
    except (OSError, ValueError) as error:  # ValueError: the name contains a NUL
        raise PictureError(f"{path}: {reason(error)}") from None
    if stat.S_ISDIR(mode):
        raise PictureError(f"{path}: this is a folder; name the files in it")
    if not stat.S_ISREG(mode):
        raise PictureError(f"{path}: not a regular file")


def load_picture(path: Path | str) -> Picture:
    """Decode the picture file at `path`: (rows, cols) gray, or with 3 (BGR) or 4 (BGRA) layers.

    Raises
    ------
    PictureError
        If it cannot be opened or decoded, or is larger than `open_picture` allows.
    """
    with naming(path, PictureError):
        content = read_regular(Path(path), MAX_BYTES)
    try:
        return decode_picture(content)
    except PictureError as error:
        raise type(error)(f"{path}: {error}") from None


def decode_picture(content: bytes, max_pixels: int = MAX_PIXELS, stretched: bool = True) -> Picture:
    """Decode the bytes of a picture file of one of `KINDS`; the first picture if it has many.

    It is rotated as its EXIF data says, unless it is transparent. Values that use little of their
    range, such as 0 to 16, are `stretched` to all of it, unless that was done before. Time and
    memory are limited: a file that would take far more than its pixels need is refused before it is
    decoded (`open_picture`). The array is as in `load_picture`.

    Raises
    ------
    PictureKindError, PictureSizeError, PictureError
        As `open_picture`; and if it cannot be decoded.
    """
    if brand_of(content) == "heic":
        return decode_heic(content, max_pixels)
    picture = open_picture(content, max_pixels)
    # Only IMREAD_COLOR follows EXIF, only IMREAD_UNCHANGED keeps alpha; JPEG has no alpha.
    is_jpeg = picture.kind == "jpg"
    decoded = _decoded(picture, cv2.IMREAD_COLOR if is_jpeg else cv2.IMREAD_UNCHANGED)
    if _may_be_turned(picture, decoded):
        decoded = _decoded(picture, cv2.IMREAD_COLOR)
    if decoded is None:
        raise PictureError(f"not a picture that can be read ({KINDS})")
    if decoded.dtype not in (np.uint8, np.uint16):
        raise PictureError(f"a picture of {decoded.dtype} numbers; 8 or 16 bits are read")
    return with_full_range(decoded) if stretched else np.asarray(decoded, np.uint8)


def with_full_range(picture: npt.NDArray[Any]) -> Picture:
    """Return a uint8 or uint16 picture in 8 bits; dark numbers become brightness.

    What uses at most a 16th of its range is stretched, so that its highest value is white. One with
    alpha keeps its colors: black ink may lie on nothing.
    """
    is_deep = picture.dtype == np.uint16
    most = 2 ** (16 if is_deep else 8) // _LEAST_USED
    has_alpha = picture.ndim == 3 and picture.shape[2] == 4
    if not has_alpha and picture[::16].max(initial=0) <= most:  # a few rows tell most pictures
        top = int(picture.max(initial=0))
        if 0 < top <= most:
            return np.asarray(picture * np.float32(255 / top) + np.float32(0.5), np.uint8)
    return np.asarray(picture >> 8 if is_deep else picture, np.uint8)


def _decoded(picture: PictureFile, flag: int) -> npt.NDArray[Any] | None:
    try:
        with quiet_libraries():
            return cv2.imdecode(np.frombuffer(picture.content, np.uint8), flag)
    except cv2.error:
        return None


def _may_be_turned(picture: PictureFile, decoded: npt.NDArray[Any] | None) -> bool:
    """Tell whether a PNG or WebP file without alpha seems to have EXIF data."""
    if decoded is None or (decoded.ndim == 3 and decoded.shape[2] == 4):
        return False
    mark = {"png": b"eXIf", "webp": b"EXIF"}.get(picture.kind)
    return mark is not None and mark in picture.content


def find_ink(picture: npt.NDArray[np.uint8]) -> Pixels:
    """Return the ink of a picture of one digit, without specks: 0 for paper, up to 255 for ink.

    The picture is gray, BGR or BGRA, of any size and either polarity. The ink is reduced to at most
    640 pixels on the longer side. It is all zeros if nothing differs from the background.

    Raises
    ------
    PictureError
        If the array has another shape or dtype, or no pixels.
    """
    return without_specks(find_marks(picture))


def find_marks(picture: npt.NDArray[np.uint8]) -> Pixels:
    """Return the same as `find_ink`, with all specks."""
    layers = shrink(as_layers(picture), WORKING_PIXELS)
    distance = _from_plain_ground(layers)
    if distance is None:
        values = layers.astype(np.float32)
        distance = _from_even_ground(values)
        if distance is None:
            distance = _largest(np.abs(values - _background(values)))
    return leveled_marks(distance)


def leveled_marks(distance: FloatPicture) -> Pixels:
    """Return 0 for paper and up to 255 for ink, of how far each pixel is from the background."""
    blurred = cv2.GaussianBlur(distance, (0, 0), max(distance.shape) / 1000 + 0.3)
    return without_line(_stretch(np.asarray(blurred, np.float32)))


def distance_from(layers: FloatPicture, ground: npt.NDArray[np.bool_]) -> FloatPicture:
    """Return how far each pixel is from the background, of which the pixels `ground` are known.

    `layers` is (rows, cols, n), `ground` (rows, cols).
    """
    rows, cols, channels = layers.shape
    terms = _quadratic_terms(rows, cols)[:, :3]
    surface = _least_squares(terms, layers.reshape(-1, channels), ground.ravel().astype(np.float32))
    return _largest(np.abs(layers - (terms @ surface).reshape(layers.shape)))


def as_layers(picture: npt.NDArray[np.uint8]) -> Picture:
    """Return `picture`, as for `find_ink`, as (rows, cols, 1 or 3) without alpha.

    Raises
    ------
    PictureError
        As `find_ink`.
    """
    if picture.dtype != np.uint8 or picture.ndim not in (2, 3) or picture.size == 0:
        raise PictureError(
            f"a picture must be a uint8 array of shape (rows, cols[, 1, 3 or 4]); "
            f"got {picture.dtype} {picture.shape}"
        )
    full = with_full_range(picture)
    layers = full[..., None] if full.ndim == 2 else full
    if layers.shape[2] == 4:
        return _flatten_alpha(layers)
    if layers.shape[2] not in (1, 3):
        raise PictureError(f"a picture has 1, 3 or 4 channels, not {layers.shape[2]}")
    return layers


def _flatten_alpha(picture: Picture) -> Picture:
    """Lay a partly transparent picture on what contrasts with its ink.

    A card, or writing with a seam around it, has its paper with it, so it is laid on the color of
    its rim. All else is ink: it is laid on black or white, whichever differs more from its color.
    """
    # In integers, and one layer at a time: floats of 24 megapixels would take a gigabyte.
    alpha = np.ascontiguousarray(picture[..., 3])
    colors = [np.ascontiguousarray(picture[..., k]) for k in range(3)]
    ground = _color_of_rim(picture) or _contrast_with(colors, alpha)
    flat = [_laid_on(*each) for each in zip(colors, [alpha] * 3, ground, strict=True)]
    return np.asarray(cv2.merge(flat), np.uint8)


def _contrast_with(colors: Sequence[Pixels], alpha: Pixels) -> tuple[int, int, int]:
    weight = int(alpha.sum(dtype=np.uint64))
    total = sum(float(_laid_on(each, alpha, 0).sum()) for each in colors)
    is_bright = total * 255 / 3 > 127 * max(weight, 1)
    return (0, 0, 0) if is_bright else (255, 255, 255)


def _color_of_rim(picture: Picture) -> tuple[int, int, int] | None:
    """Return the color where what is opaque ends, if that has one color and holds others within."""
    step = -(-max(picture.shape[:2]) // WORKING_PIXELS)
    some = picture[::step, ::step]
    opaque = (some[..., 3] >= _OPAQUE).astype(np.uint8)
    inner = cv2.erode(opaque, np.ones((3, 3), np.uint8), iterations=_RIM_PIXELS)
    rim = some[(opaque > inner)][:, :3]
    if not len(rim):
        return None
    color = np.median(rim, axis=0)
    is_even = np.abs(rim - color).max(axis=1) <= _SAME_TONE
    within = np.abs(some[inner > 0][:, :3] - color).max(axis=1, initial=0) > _SAME_TONE
    if is_even.mean() < _EVEN_RIM or np.count_nonzero(within) < _MIN_WITHIN * inner.sum() + 1:
        return None
    blue, green, red = (round(float(each)) for each in color)
    return blue, green, red


def _laid_on(color: Pixels, alpha: Pixels, ground: int) -> Pixels:
    if ground == 255:
        return ~_laid_on(~color, alpha, 0)
    laid = cv2.multiply(color, alpha, scale=1 / 255)
    if ground:
        laid = cv2.add(laid, cv2.multiply(~alpha, np.float64(ground / 255)))
    return np.asarray(laid, np.uint8)


def shrink(layers: Picture, side: int) -> Picture:
    """Return `layers`, (rows, cols, n), reduced to `side` pixels on the longer side if larger."""
    return scaled(layers, min(1.0, side / max(layers.shape[:2])))


def _background(layers: FloatPicture) -> FloatPicture:
    """Fit a smooth surface to each layer that follows the paper, not the ink.

    It begins with the median of the picture, in which the border, mostly paper, counts twice. Then
    a plane and a quadratic surface are fitted in a few rounds of least squares, in which distant
    pixels count little (Cauchy weights). This works if more than half of the picture is paper.
    """
    rows, cols, channels = layers.shape
    side = (min(cols, _FIT_PIXELS), min(rows, _FIT_PIXELS))
    reduced = cv2.resize(layers, side, interpolation=cv2.INTER_AREA)
    small = np.asarray(reduced, np.float32).reshape(-1, channels)
    terms, border = _quadratic_terms(side[1], side[0]), _border(side[1], side[0])
    off = np.abs(small - np.median(np.concatenate([small, small[border]]), axis=0)).max(axis=1)
    for degree in _DEGREES:
        spread = max(4.0, float(np.quantile(off, 0.3)) / 0.385)  # 0.3 of a normal distribution
        weights = (1 + border) / (1 + (off / np.float32(spread)) ** 2)
        surface = _least_squares(terms[:, :degree], small, weights.astype(np.float32))
        off = np.abs(terms[:, :degree] @ surface - small).max(axis=1)
    fitted = _quadratic_terms(rows, cols) @ surface
    return np.asarray(fitted.reshape(rows, cols, channels), np.float32)


def _from_plain_ground(layers: Picture) -> FloatPicture | None:
    """Return the same as `_from_even_ground`, if all along the edge there is just one color.

    So it is in most pictures of a data set. This takes a quarter of the time.
    """
    away = cv2.absdiff(layers, np.full_like(layers, layers[0, 0]))
    if layers.shape[2] > 1:
        away = reduce(cv2.max, cv2.split(away))
    left, top, width, height = cv2.boundingRect(away)
    rows, cols = away.shape
    if left == 0 or top == 0 or left + width == cols or top + height == rows:
        return None
    distance = np.asarray(away, np.float32)
    return distance if _count_even(distance) > _EVEN_PART * distance.size else None


def _from_even_ground(layers: FloatPicture) -> FloatPicture | None:
    """Return how far each pixel is from the background, if that has one color; else None.

    The background of drawn and cleaned pictures has one color, that of photos has not. This saves
    nine tenths of the time for a small picture.
    """
    edge = np.concatenate([layers[0], layers[-1], layers[:, 0], layers[:, -1]])
    ordered = np.sort(edge, axis=0)
    color = (ordered[(len(edge) - 1) // 2] + ordered[len(edge) // 2]) / 2  # the median
    if _count_even(_largest(np.abs(edge - color))) < _EVEN_EDGE * len(edge):
        return None
    distance = _largest(np.abs(layers - color))
    return distance if _count_even(distance) > _EVEN_PART * distance.size else None


def _count_even(distance: FloatPicture) -> int:
    return int(np.count_nonzero(distance <= _EVEN))


def _largest(channels: FloatPicture) -> FloatPicture:
    """Return the largest value along the last axis, which often has just one."""
    return channels[..., 0] if channels.shape[-1] == 1 else np.asarray(channels.max(axis=-1))


def _least_squares(
    terms: FloatPicture, values: FloatPicture, weights: FloatPicture
) -> FloatPicture:
    """Solve the normal equations: for at most six terms this is exact enough, and fast."""
    weighted = terms * weights[:, None]
    ridge = np.eye(terms.shape[1], dtype=np.float32) * np.float32(1e-3)
    return np.asarray(np.linalg.solve(weighted.T @ terms + ridge, weighted.T @ values))


def _quadratic_terms(rows: int, cols: int) -> npt.NDArray[np.float32]:
    y, x = np.meshgrid(
        np.linspace(-1, 1, rows, dtype=np.float32),
        np.linspace(-1, 1, cols, dtype=np.float32),
        indexing="ij",
    )
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1).reshape(-1, 6)


def _border(rows: int, cols: int) -> npt.NDArray[np.bool_]:
    """Tell for each pixel, in one row, whether it is near the edge."""
    border = np.ones((rows, cols), bool)
    row_margin, col_margin = max(1, rows // 12), max(1, cols // 12)
    border[row_margin : rows - row_margin, col_margin : cols - col_margin] = False
    return border.ravel()


def _stretch(distance: FloatPicture) -> Pixels:
    """Map the ink's distance from the background to 255 and the paper's to 0."""
    _, top, _, _ = cv2.minMaxLoc(distance)
    if top < MIN_CONTRAST:
        return np.zeros(distance.shape, np.uint8)
    scaled = np.asarray(distance * (255 / top), np.uint8)
    threshold, _ = cv2.threshold(scaled, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(cv2.LUT(scaled, _ramp(threshold / 2, _median_above(scaled, threshold))))


@lru_cache(maxsize=2**12)
def _ramp(low: float, full: float) -> Pixels:
    """Return 0 for each value up to `low`, 255 from `full` on, and what is between: (256,)."""
    ramp = (np.arange(256, dtype=np.float32) - low) * (255 / max(full - low, 1.0))
    return np.asarray(np.clip(ramp, 0, 255), np.uint8)


def _median_above(values: Pixels, threshold: float) -> float:
    """Return the median of the values above `threshold`; there is at least one."""
    above = np.sort(values[values > threshold])
    return float(int(above[(len(above) - 1) // 2]) + int(above[len(above) // 2])) / 2
