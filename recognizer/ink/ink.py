"""Ink: what the pen did, as vectors. Every picture of it is drawn from these vectors.

Coordinates are (x, y), x to the right and y down, in any unit: pixels of a board, steps of a
tablet. Unit and origin do not matter as long as the ink is larger than `NO_EXTENT`.

JSON
----
One ink is one JSON object. It may be a whole file, or one line of a file of many::

    {"format": "recognizer-ink", "version": 1,
     "strokes": [[[x, y], [x, y, time], [x, y, time, pressure]], ...],
     "pen_widths": [24.0, null]}

`strokes` holds a list of points for each stroke; numbers may be integers or floats. `time` is in
seconds from any origin, `pressure` in [0, 1]; both may be null or left out. `pen_widths` gives the
line width of each stroke in the unit of x and y. `pen_widths`, `format` and `version` may be left
out. Other keys are ignored.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from recognizer.errors import InkError

FORMAT = "recognizer-ink"
VERSION = 1
MAX_POINTS = 500_000
"""Most points of one ink in JSON: eight minutes of pen down at 1,000 points a second."""
MAX_COORDINATE = 1e9
"""Largest magnitude of a coordinate; far beyond any board, far within float64's precision."""
NO_EXTENT = 1e-6
"""Ink smaller than this is a dot. At `MAX_COORDINATE`, float64 cannot tell closer points apart."""

FloatArray = npt.NDArray[np.float64]
_MAX_FINITE = 1e300  # for times: any finite number will do


@dataclass(frozen=True)
class BoundingBox:
    """An upright rectangle in ink coordinates; a point or a line has no width or height."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, boxes: Iterable[BoundingBox]) -> BoundingBox:
        """Return the smallest box that holds all of `boxes`, of which there is at least one."""
        corners = ((box.left, box.top, box.right, box.bottom) for box in boxes)
        left, top, right, bottom = zip(*corners, strict=True)
        return cls(min(left), min(top), max(right), max(bottom))

    @property
    def width(self) -> float:
        """Extent in x, >= 0."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Extent in y, >= 0."""
        return self.bottom - self.top

    @property
    def longer_side(self) -> float:
        """The larger of width and height, >= 0."""
        return max(self.width, self.height)


@dataclass(frozen=True, eq=False, init=False)
class Stroke:
    """What the pen drew between pen down and pen up. Immutable.

    `points` are (n, 2) finite numbers, n >= 1, columns x and y, kept as a read-only float64 copy.
    `times` (n,) are seconds from any origin, `pressures` (n,) are in [0, 1], both NaN where
    unknown; if all are NaN, None is kept. `pen_width` is the width of the drawn line, in the unit
    of `points`.

    Raises
    ------
    InkError
        If there is no point, or a number is not finite or outside its range.
    """

    points: FloatArray
    times: FloatArray | None
    pressures: FloatArray | None
    pen_width: float | None

    def __init__(
        self,
        points: npt.ArrayLike,
        times: npt.ArrayLike | None = None,
        pressures: npt.ArrayLike | None = None,
        pen_width: float | None = None,
    ) -> None:
        points = _frozen(points)
        if points.ndim != 2 or points.shape[1] != 2 or len(points) == 0:
            raise InkError(f"a stroke needs points of shape (n, 2), n >= 1; got {points.shape}")
        if not (np.abs(points) <= MAX_COORDINATE).all():
            raise InkError(f"a point is not a finite number within {MAX_COORDINATE:.0e}")
        if pen_width is not None:
            if not 0 < pen_width <= MAX_COORDINATE:
                raise InkError(f"pen width {pen_width} is not a positive number")
            pen_width = float(pen_width)
        times = _frozen_channel(times, len(points), "times", -_MAX_FINITE, _MAX_FINITE)
        pressures = _frozen_channel(pressures, len(points), "pressures", 0.0, 1.0)
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "times", times)
        object.__setattr__(self, "pressures", pressures)
        object.__setattr__(self, "pen_width", pen_width)

    def __len__(self) -> int:
        return len(self.points)

    @cached_property
    def bounding_box(self) -> BoundingBox:
        """The smallest box that holds every point (the pen's middle, not its edge)."""
        (left, top), (right, bottom) = self.points.min(axis=0), self.points.max(axis=0)
        return BoundingBox(float(left), float(top), float(right), float(bottom))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Stroke):
            return NotImplemented
        return (
            np.array_equal(self.points, other.points)
            and _same_channel(self.times, other.times)
            and _same_channel(self.pressures, other.pressures)
            and self.pen_width == other.pen_width
        )

    def __hash__(self) -> int:
        return hash(self.points.tobytes())


@dataclass(frozen=True)
class Ink:
    """Strokes in the order they were drawn. Immutable; may be empty."""

    strokes: tuple[Stroke, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "strokes", tuple(self.strokes))

    @classmethod
    def from_points(cls, strokes: Iterable[npt.ArrayLike], pen_width: float | None = None) -> Ink:
        """Make an ink of the (n, 2) points of each stroke: arrays, or lists of (x, y) pairs."""
        return cls(tuple(Stroke(each, pen_width=pen_width) for each in strokes))

    def __bool__(self) -> bool:
        return bool(self.strokes)

    @property
    def point_count(self) -> int:
        """Number of points in all strokes."""
        return sum(len(stroke) for stroke in self.strokes)

    @cached_property
    def bounding_box(self) -> BoundingBox:
        """The smallest box that holds every point (the pen's middle, not its edge).

        Raises
        ------
        ValueError
            If the ink is empty.
        """
        if not self.strokes:
            raise ValueError("an empty ink has no bounding box")
        return BoundingBox.around([stroke.bounding_box for stroke in self.strokes])

    @property
    def is_dot(self) -> bool:
        """Whether the ink looks like a dot: it is no larger than the width of its pen."""
        if not self.strokes:
            return False
        widest = max(stroke.pen_width or 0.0 for stroke in self.strokes)
        return self.bounding_box.longer_side <= max(widest, NO_EXTENT)

    def to_json(self) -> str:
        """Return the ink as one line of JSON, as the module's docstring describes it."""
        return json.dumps(self.as_record(), separators=(",", ":"), allow_nan=False)

    def as_record(self) -> dict[str, Any]:
        """Return the ink as a dict that `json` can write."""
        record: dict[str, Any] = {"format": FORMAT, "version": VERSION}
        record["strokes"] = [_points_out(stroke) for stroke in self.strokes]
        widths = [stroke.pen_width for stroke in self.strokes]
        if any(width is not None for width in widths):
            record["pen_widths"] = widths
        return record

    @classmethod
    def from_json(cls, text: str | bytes) -> Ink:
        """Return the ink that `text` holds.

        Raises
        ------
        InkError
            If `text` is not JSON or not ink; the message says what is wrong.
        """
        return cls.from_record(parse_json(text))

    @classmethod
    def from_record(cls, record: object) -> Ink:
        """Return the ink in a decoded JSON object.

        Raises
        ------
        InkError
            As in `from_json`.
        """
        if not isinstance(record, dict) or not isinstance(record.get("strokes"), list):
            raise InkError('not ink: expected an object with a list "strokes"')
        _check_version(record)
        strokes = record["strokes"]
        widths = record.get("pen_widths")
        widths = [None] * len(strokes) if widths is None else widths
        if not isinstance(widths, list) or len(widths) != len(strokes):
            raise InkError(
                f'"pen_widths" must be a list with one entry for each of {len(strokes)} strokes'
            )
        total = sum(len(points) for points in strokes if isinstance(points, list))
        if total > MAX_POINTS:
            raise InkError(f"ink of {total:,} points; at most {MAX_POINTS:,} are read")
        pairs = zip(strokes, widths, strict=True)
        return cls(tuple(_stroke_in(i, *pair) for i, pair in enumerate(pairs) if pair[0] != []))


def is_coordinate(*values: float) -> bool:
    """Tell whether each value may be a coordinate of a `Stroke`: finite, up to `MAX_COORDINATE`."""
    return all(abs(value) <= MAX_COORDINATE for value in values)  # NaN compares as False


def parse_json(text: str | bytes) -> object:
    """Return the JSON value in `text`.

    Raises
    ------
    InkError
        If `text` is not JSON, contains NaN or infinity, or is nested too deep.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InkError(f"not JSON: {error}") from None


def _refuse_constant(name: str) -> float:
    raise InkError(f"{name} is not a coordinate")


def _check_version(record: dict[str, Any]) -> None:
    form, version = record.get("format", FORMAT), record.get("version", VERSION)
    if form != FORMAT:
        raise InkError(f"not ink: its format is {_shorten(form)}, not {FORMAT!r}")
    if version != VERSION or isinstance(version, bool):
        raise InkError(f"ink of version {_shorten(version)}; this program reads {VERSION}")


def _stroke_in(index: int, points: object, width: object) -> Stroke:
    if not isinstance(points, list):
        raise InkError(f"stroke {index} is not a list of points")
    if width is not None and not _is_number(width):
        raise InkError(f"pen width of stroke {index} is not a number")
    table = _plain_table(points)
    if table is None:
        table = np.array([_point_in(index, point) for point in points], dtype=np.float64)
    try:
        return Stroke(
            table[:, :2],
            table[:, 2],
            table[:, 3],
            width,  # type: ignore[arg-type]  # checked above
        )
    except InkError as error:
        raise InkError(f"stroke {index}: {error}") from None


def _plain_table(points: list[Any]) -> FloatArray | None:
    """Return points as (n, 4) if they are well-formed lists of one length, as nearly always.

    Return None otherwise. This is faster than `_point_in`, which checks each point and says what
    is wrong with it.
    """
    if {type(point) for point in points} != {list}:
        return None
    if not {type(number) for point in points for number in point} <= {int, float}:
        return None
    try:
        given = np.array(points, dtype=np.float64)
    except (ValueError, OverflowError):  # several lengths; an integer too large for a float
        return None
    if not 2 <= given.shape[1] <= 4 or not (np.abs(given[:, :2]) <= MAX_COORDINATE).all():
        return None
    if not (np.abs(given[:, 2:]) <= _MAX_FINITE).all():
        return None
    table = np.full((len(given), 4), np.nan)
    table[:, : given.shape[1]] = given
    return table


def _point_in(stroke: int, point: object) -> tuple[float, float, float, float]:
    if not isinstance(point, list) or not 2 <= len(point) <= 4:
        raise InkError(
            f"stroke {stroke}: a point is [x, y], [x, y, time] or "
            f"[x, y, time, pressure], not {_shorten(point)}"
        )
    x, y, time, pressure = (*point, None, None)[:4]
    if not (_is_number(x) and _is_number(y)):
        raise InkError(
            f"stroke {stroke}: x and y must be numbers up to {MAX_COORDINATE:.0e}, "
            f"not {_shorten(point)}"
        )
    for extra in (time, pressure):
        if extra is not None and not _is_number(extra, _MAX_FINITE):
            raise InkError(
                f"stroke {stroke}: time and pressure must be numbers or null, not {_shorten(extra)}"
            )
    return (
        float(x),
        float(y),
        math.nan if time is None else float(time),
        math.nan if pressure is None else float(pressure),
    )


def _is_number(value: object, largest: float = MAX_COORDINATE) -> bool:
    # JSON's integers have no limit, float64 has. To Python, true and false are integers.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= largest


def _shorten(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _points_out(stroke: Stroke) -> list[list[float | None]]:
    columns: list[list[float | None]] = [
        [_tidy(v) for v in stroke.points[:, 0].tolist()],
        [_tidy(v) for v in stroke.points[:, 1].tolist()],
    ]
    if stroke.times is not None or stroke.pressures is not None:
        columns.append(_channel_out(stroke.times, len(stroke)))
    if stroke.pressures is not None:
        columns.append(_channel_out(stroke.pressures, len(stroke)))
    return [list(row) for row in zip(*columns, strict=True)]


def _channel_out(channel: FloatArray | None, length: int) -> list[float | None]:
    if channel is None:
        return [None] * length
    return [None if math.isnan(value) else _tidy(value) for value in channel.tolist()]


def _tidy(value: float) -> float:
    """Return a whole number as an integer: it takes half the bytes in JSON."""
    return int(value) if value.is_integer() else value


def _frozen(values: npt.ArrayLike) -> FloatArray:
    try:
        numbers = np.asarray(values)
    except ValueError:
        raise InkError("points must be pairs of numbers, all of one length") from None
    if numbers.dtype.kind not in "iuf":
        raise InkError(f"points must be numbers, not {numbers.dtype}")
    array: FloatArray = numbers.astype(np.float64) + 0.0  # -0.0 equals 0.0, but hashes differently
    array.flags.writeable = False
    return array


def _frozen_channel(
    values: npt.ArrayLike | None, length: int, name: str, low: float, high: float
) -> FloatArray | None:
    if values is None:
        return None
    array = _frozen(values)
    if array.shape != (length,):
        raise InkError(f"{name} must have shape ({length},); got {array.shape}")
    unknown = np.isnan(array)
    if not (unknown | ((array >= low) & (array <= high))).all():
        raise InkError(f"{name} must lie in [{low:g}, {high:g}]")
    return None if unknown.all() else array


def _same_channel(one: FloatArray | None, other: FloatArray | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other, equal_nan=True)
