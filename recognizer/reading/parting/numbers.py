"""Reads ink of many symbols; after a new stroke, only what it could change is read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

import numpy as np

from recognizer.errors import InkError
from recognizer.ink import BoundingBox, Ink, Stroke
from recognizer.ink.raster import lengths_along, points_along
from recognizer.network.classifier import Classifier
from recognizer.reading.parting.expected import parted_as
from recognizer.reading.parting.grouping import INK
from recognizer.reading.parting.groups import Places
from recognizer.reading.parting.lattice import Part, between, parts_of
from recognizer.reading.parting.layout import (
    MAX_MARK_HEIGHTS,
    box_around,
    find_numbers,
    in_lines,
    is_bowl,
    small_beside,
)
from recognizer.reading.parting.memory import Key, Known, Members, Memory, Region, Strokes
from recognizer.reading.parting.prior import prior_of
from recognizer.reading.parting.slashes import (
    Upright,
    find_slashes,
    lean_of,
    may_hold_slashes,
    slash_odds,
)
from recognizer.reading.result import Number, Reading, together
from recognizer.reading.seeing.neighbors import Boxes
from recognizer.reading.seeing.place import (
    MAX_SPECK_HEIGHTS,
    SMALL_SIGNS,
    Frame,
    has_one_for_bar,
    has_small_signs,
)
from recognizer.reading.seeing.seen import Seen, is_ruled_out, judged_anew, see_ink

MAX_STROKES = 10_000
"""Ink with more strokes is not read. 100 lines of 50 digits have 7,000, and take 10 s on one core;
more are not a page of writing, and would take minutes."""
MAX_SEEN_PER_STROKE = 8
"""So many groups of strokes are remembered for each stroke."""
_LEAN_POINTS = 40  # of a stroke: where its lean is looked at
_MIN_WITH_SLASH = 3  # symbols: a digit on both sides
_MIN_SURE = 0.9  # a symbol this sure is not compared with itself without one of its strokes


class NumberReader:
    """Reads ink as numbers. Remembers what it made of the strokes it has read last."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier
        self._seen: dict[Key, tuple[Strokes, Seen]] = {}
        self._memory = Memory({}, {}, {})
        self._prior = prior_of(classifier)
        self._turns: dict[int, int] = {}  # of the strokes, by identity, in the order of writing

    def read(self, ink: Ink) -> Reading:
        """Read all numbers in `ink`; see `numbers_in`."""
        (numbers,) = self.numbers_in(ink, [range(len(ink.strokes))])
        return lines_of(numbers)

    def read_expecting(self, text: str, ink: Ink) -> Reading:
        """Read `ink`; if another text than this one is read, it has it `as_expected`, too.

        With "", nothing is expected.
        """
        reading = self.read(ink)
        if not text or "".join(each.label for each in reading.symbols) == text:
            return reading
        return replace(reading, as_expected=self.read_as(text, ink))

    def read_as(self, text: str, ink: Ink) -> Reading | None:
        """Read `ink` as just so many digits as `text` has, parted as is likeliest if it is that.

        None if it cannot be parted so. It is the ink of the last `read`.
        """
        boxes = boxes_of(ink.strokes)
        members = tuple(np.argsort(boxes[:, 0] + boxes[:, 2], kind="stable").tolist())
        strokes = _chosen(ink.strokes, members)
        see = cache(lambda places: self.see(_chosen(strokes, places)))
        found = parted_as(text, boxes[list(members)], see, INK)
        if not found:
            return None
        parts = (Part(each, see(each), see(each).is_known) for each in found)
        return lines_of([_numbered(members, boxes, parts)])

    def numbers_in(self, ink: Ink, regions: Iterable[Sequence[int]]) -> list[list[Number]]:
        """Return the numbers of each of `regions`: strokes of `ink` that are read by themselves.

        Strokes are known again by identity: give the same objects for what has not changed. What
        has been looked at stays known when the work is broken off.

        Raises
        ------
        InkError
            If there are more than `MAX_STROKES` strokes.
        """
        if len(ink.strokes) > MAX_STROKES:
            raise InkError(f"{len(ink.strokes):,} strokes: at most {MAX_STROKES:,} are read")
        boxes = boxes_of(ink.strokes)
        self._turns = {id(each): turn for turn, each in enumerate(ink.strokes)}
        now = Memory({}, {}, {})
        found = [self._numbers(ink.strokes, boxes, each, now) for each in regions]
        self._memory = now
        if len(self._seen) > MAX_SEEN_PER_STROKE * (len(ink.strokes) + INK.max_number_pieces):
            self._forget()
        return found

    def _numbers(
        self, strokes: Strokes, boxes: Boxes, region: Sequence[int], now: Memory
    ) -> list[Number]:
        mine, members = _chosen(strokes, region), tuple(region)
        key = tuple(map(id, mine))
        before = self._memory.regions.get(key)
        if not before or before.members != members:
            numbers = Memory({}, {}, {})
            found = self._found(strokes, boxes, members, numbers)
            before = Region(members, mine, tuple(found), numbers)
        now.regions[key] = before
        now.known.update(before.memory.known)
        now.apart.update(before.memory.apart)
        return list(before.numbers)

    def _found(self, strokes: Strokes, boxes: Boxes, region: Members, now: Memory) -> list[Number]:
        mine, own = _chosen(strokes, region), boxes[list(region)]
        bars_part = has_one_for_bar(self._classifier.alphabet)
        in_numbers = find_numbers(own, self._has_signs, bars_part)
        found = self._small_apart(mine, own, in_numbers, now)
        members = (tuple(region[k] for k in each) for each in found)
        return [number for each in members for number in self._read(strokes, boxes, each, now)]

    def see(self, strokes: Strokes) -> Seen:
        """Return what the classifier makes of `strokes` as one digit.

        It sees the strokes of the last `read` in the order of writing, whatever their order here.
        """
        key = self._key(strokes)
        if key not in self._seen:
            by_id = {id(each): each for each in strokes}
            written = Ink(tuple(by_id[each] for each in key))
            self._seen[key] = strokes, see_ink(self._classifier, written)
        return self._seen[key][1]

    def relearn(self) -> None:
        """Follow what the classifier has been taught, or its alphabet; the network is not asked."""
        self._memory = Memory({}, {}, {})
        self._prior = prior_of(self._classifier)
        seen = judged_anew(self._classifier, (each for _, each in self._seen.values()))
        pairs = zip(self._seen.items(), seen, strict=True)
        self._seen = {
            key: (strokes, replace(each, ruled_out=is_ruled_out(self._classifier, Ink(strokes))))
            for (key, (strokes, _)), each in pairs
        }

    def _forget(self) -> None:
        """Forget all that is in no number any more."""
        weighed = {key for _, known in self._memory.known.values() for key in known.weighed}
        self._seen = {key: seen for key, seen in self._seen.items() if key in weighed}

    def _small_apart(
        self, strokes: Strokes, boxes: Boxes, found: Iterable[Members], now: Memory
    ) -> Iterator[Members]:
        """Yield the numbers that were `found`, and by themselves those small ones within them."""
        for members in found:
            if not 1 < len(members) <= INK.max_number_pieces:
                yield members
                continue
            mine = _chosen(strokes, members)
            key = self._key(mine)
            known = self._memory.apart.get(key) or (mine, self._split(mine, boxes[list(members)]))
            now.apart[key] = known
            yield from (tuple(members[k] for k in places) for places in known[1])

    def _split(self, strokes: Strokes, boxes: Boxes) -> tuple[Places, ...]:
        """Return the strokes of a number, without those small ones that read as digits, and these.

        What reads as a symbol by itself is no mark of another, unless that is none without it, or
        surely another one. A single 1 may be a mark all the same: a tick is read as one.
        """
        everything = tuple(range(len(strokes)))
        small = small_beside(boxes)
        found = find_numbers(boxes[list(small)]) if small else []
        numbers = [tuple(small[k] for k in number) for number in found]
        parts = self._parts(strokes, boxes) if numbers else ()
        numbers = [
            each
            for each in numbers
            if not self._is_sign(strokes, boxes, each)
            and any(_is_small_in(each, part, boxes) for part in parts)
            and not any(_is_bowl_in(each, part, boxes) for part in parts)
            and not self._is_part(strokes, boxes, each, parts)
            and self._are_digits(strokes, boxes, each)
        ]
        numbers = numbers or self._raised(strokes, boxes)
        rest = tuple(k for k in everything if not any(k in each for each in numbers))
        if not numbers or not (
            self._are_digits(strokes, boxes, rest)
            or not self._are_digits(strokes, boxes, everything)
        ):
            return (everything,)
        return (rest, *numbers)

    def _raised(self, strokes: Strokes, boxes: Boxes) -> list[Places]:
        """Return what stands raised behind a digit, as an exponent does; neighbors together."""
        frame = Frame.of(boxes)
        if not self._prior or not any(frame.place(box[None]).is_raised for box in boxes):
            return []

        def is_raised(part: Part) -> bool:
            is_digit = part.is_known and part.seen.prediction.best.label not in SMALL_SIGNS
            return is_digit and frame.place(boxes[list(part.places)]).is_raised

        runs = groupby(self._part(strokes, boxes)[0], is_raised)
        return [tuple(k for part in run for k in part.places) for raised, run in runs if raised]

    def _parts(self, strokes: Strokes, boxes: Boxes) -> tuple[Places, ...]:
        return tuple(each.places for each in self._part(strokes, boxes)[0])

    def _are_digits(self, strokes: Strokes, boxes: Boxes, places: Places) -> bool:
        parts, _ = self._part(_chosen(strokes, places), boxes[list(places)])
        return all(each.seen.is_known for each in parts)

    def _is_part(
        self, strokes: Strokes, boxes: Boxes, places: Places, parts: Iterable[Places]
    ) -> bool:
        """Tell whether a single small digit is a tick, or makes a sure digit of one of `parts`."""
        mine = _chosen(strokes, places)
        found, _ = self._part(mine, boxes[list(places)])
        if len(found) > 1:
            return False
        return self._label(mine) == "1" or any(
            self._is_sure(_chosen(strokes, part))
            and self._label(_chosen(strokes, part))
            != self._label(_chosen(strokes, (k for k in part if k not in places)))
            for part in parts
            if _is_small_in(places, part, boxes)
        )

    def _is_sign(self, strokes: Strokes, boxes: Boxes, places: Places) -> bool:
        """Tell whether small strokes are a sign where they stand, as a point is."""
        if not self._prior or not self._has_signs:
            return False
        place = Frame.of(boxes).place(boxes[list(places)])
        if place.height <= MAX_SPECK_HEIGHTS:
            return True
        placed = self._prior(self.see(_chosen(strokes, places)), place)
        return placed.prediction.best.label in SMALL_SIGNS

    @property
    def _has_signs(self) -> bool:
        return has_small_signs(self._classifier.alphabet)

    def _label(self, strokes: Strokes) -> str:
        return self.see(strokes).prediction.best.label

    def _is_sure(self, strokes: Strokes) -> bool:
        seen = self.see(strokes)
        return min(seen.knownness, seen.prediction.best.confidence) >= _MIN_SURE

    def _read(
        self, strokes: Strokes, boxes: Boxes, members: Members, now: Memory
    ) -> tuple[Number, ...]:
        """Return the numbers that `members` are, mostly one; the same objects while they stay."""
        mine = _chosen(strokes, members)
        key = self._key(mine)
        _, known = self._memory.known.get(key, (mine, None))
        if not known or known.members != members:
            own = boxes[list(members)]
            parts, weighed = known.found if known else self._part(mine, own)
            slashes = self._slashes(mine, own, parts)
            numbers = [_numbered(members, boxes, each) for each in between(parts, slashes)]
            known = Known(members, parts, weighed, tuple(numbers))
        now.known[key] = mine, known
        return known.numbers

    def _slashes(self, strokes: Strokes, boxes: Boxes, parts: Sequence[Part]) -> list[bool]:
        if len(parts) < _MIN_WITH_SLASH or not may_hold_slashes(self._classifier.alphabet):
            return [False] * len(parts)
        uprights = [
            Upright(
                box_around(boxes[list(part.places)]),
                slash_odds(part.seen, self._classifier.card),
                _lean(strokes[part.places[0]]),
                len(part.places) == 1 and part.seen.prediction.best.label == "1",
            )
            for part in parts
        ]
        return find_slashes(uprights)

    def _part(self, strokes: Strokes, boxes: Boxes) -> tuple[tuple[Part, ...], tuple[Key, ...]]:
        """Return the symbols of a number, and all groups of its strokes that were looked at."""
        looked_at: set[Places] = set()

        def see(places: Places) -> Seen:
            looked_at.add(places)
            return self.see(_chosen(strokes, places))

        parts = parts_of(boxes, see, INK, prior=self._prior, with_signs=self._has_signs)
        return parts, tuple(self._key(_chosen(strokes, each)) for each in looked_at)

    def _key(self, strokes: Strokes) -> Key:
        """Return by what these strokes are remembered: their ids, in the order of writing.

        Whoever keeps it keeps the strokes, so that no other gets their ids.
        """
        return tuple(sorted(map(id, strokes), key=lambda each: self._turns.get(each, 0)))


def lines_of(numbers: Sequence[Number]) -> Reading:
    """Return the reading of `numbers`, in lines."""
    if not numbers:
        return Reading()
    lines = in_lines([_corners(number.box) for number in numbers])
    return together([numbers[k] for k in line] for line in lines)


def _numbered(members: Members, boxes: Boxes, parts: Iterable[Part]) -> Number:
    own = boxes[list(members)]
    found = [*parts]
    symbols = (
        replace(
            part.seen.symbol(
                part.is_known,
                BoundingBox(*box_around(own[list(part.places)])),
                tuple(sorted(members[k] for k in part.places)),
            ),
            parting=part.parting,
        )
        for part in found
    )
    places = [k for part in found for k in part.places]
    return Number(tuple(symbols), BoundingBox(*box_around(own[places])))


def _lean(stroke: Stroke) -> float:
    path = stroke.points
    across, down = points_along(path, np.linspace(0, lengths_along(path)[-1], _LEAN_POINTS)).T
    return lean_of(across, down)


def _is_small_in(places: Places, part: Places, boxes: Boxes) -> bool:
    """Tell whether `part` is made of some of `places`, and of others that are far taller."""
    own, others = {*part} & {*places}, {*part} - {*places}
    if not own or not others:
        return False
    heights = (boxes[list(each), 3].max() - boxes[list(each), 1].min() for each in (places, others))
    return bool(next(heights) < MAX_MARK_HEIGHTS * next(heights))


def _is_bowl_in(places: Places, part: Places, boxes: Boxes) -> bool:
    """Tell whether some of `places` are the bowl of a 9 whose stem is the rest of `part`."""
    own, others = {*part} & {*places}, {*part} - {*places}
    if not own or not others:
        return False
    return is_bowl(*(box_around(boxes[list(each)]) for each in (own, others)))


def _chosen(strokes: Strokes, places: Iterable[int]) -> Strokes:
    return tuple([strokes[k] for k in places])  # a list first: half the time


def boxes_of(strokes: Strokes) -> Boxes:
    """Return the (n, 4) boxes around the paths of `strokes`."""
    return np.array([_corners(each.bounding_box) for each in strokes], float).reshape(-1, 4)


def _corners(box: BoundingBox) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom
