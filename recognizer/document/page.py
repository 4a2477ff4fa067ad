"""What is on the board, the changes it goes through, and the way back.

A `Page` never changes; a `Change` makes the next page of one and knows its own inverse. Both share
their strokes, so a step of the history costs a tuple of references and no ink.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.document.corrections import (
    Correction,
    Corrections,
    with_correction,
    without_strokes,
)
from recognizer.ink import BoundingBox, Ink, Stroke
from recognizer.lessons import Lesson, Lessons

MAX_STEPS = 10_000
"""Steps that can be taken back; the oldest are forgotten first."""

MAX_PICTURE_BYTES = 64 * 2**20
"""Bytes of pictures kept for the way back; beyond, the oldest steps are forgotten, too."""

Bgr = npt.NDArray[np.uint8]
Placed = tuple[tuple[int, Stroke], ...]
"""Strokes with their indices on the page, the lowest first."""


class Picture:
    """A picture lying on the board. Equal to itself only. Immutable.

    It is kept as the bytes of a file; of the last two pictures the pixels are kept, too.

    Parameters
    ----------
    name : str
        What to call it: the name of its file.
    pixels : (rows, cols, 3) uint8 array
        BGR, neither side 0.
    content : bytes, optional
        The PNG or JPEG file that is decoded to `pixels`; else they become a PNG.

    Raises
    ------
    ValueError
        If `pixels` has another shape or dtype.
    """

    _decoded: ClassVar[
        tuple[tuple[Picture, Bgr], ...]
    ] = ()  # never changed, only replaced: threads

    def __init__(self, name: str, pixels: Bgr, content: bytes | None = None) -> None:
        shape, dtype = pixels.shape, pixels.dtype
        if len(shape) != 3 or shape[2] != 3 or 0 in shape or dtype != np.uint8:
            raise ValueError(f"a picture has (rows, cols, 3) uint8 pixels, not {dtype} {shape}")
        self._name = name
        self._content = cv2.imencode(".png", pixels)[1].tobytes() if content is None else content
        if content is not None:
            self._keep(pixels)

    @property
    def name(self) -> str:
        """What to call it."""
        return self._name

    @property
    def content(self) -> bytes:
        """The picture as a PNG or JPEG file."""
        return self._content

    @property
    def pixels(self) -> Bgr:
        """BGR, (rows, cols, 3), read-only. Decoding takes some 50 ms for 2048x1536."""
        for picture, pixels in Picture._decoded:
            if picture is self:
                return pixels
        decoded = cv2.imdecode(np.frombuffer(self._content, np.uint8), cv2.IMREAD_COLOR)
        return self._keep(np.asarray(decoded, np.uint8))

    def _keep(self, pixels: Bgr) -> Bgr:
        view: Bgr = pixels.view()
        view.flags.writeable = False
        Picture._decoded = ((self, view), *Picture._decoded[:1])
        return view


@dataclass(frozen=True)
class Page:
    """All that is on the board at one moment. Immutable.

    Parameters
    ----------
    strokes : tuple of Stroke
        In the order they lie on each other.
    picture : Picture, optional
        What lies beneath them.
    corrections : tuple of Correction
        What the user says of digits among them.
    """

    strokes: tuple[Stroke, ...] = ()
    picture: Picture | None = None
    corrections: Corrections = ()

    def __bool__(self) -> bool:
        return bool(self.strokes) or self.picture is not None

    @cached_property
    def ink(self) -> Ink:
        """The strokes as ink."""
        return Ink(self.strokes)

    @property
    def label(self) -> str | None:
        """What the user says that all of it together is: a digit, "" for none; None if nothing."""
        return self.said_of(self.strokes)

    def said_of(self, strokes: Iterable[Stroke], box: BoundingBox | None = None) -> str | None:
        """Return what the user says that just these strokes are; None if nothing was said.

        Of one of several digits of a picture there are no strokes, but its `box`.
        """
        return self._said.get((frozenset(map(id, strokes)), box))

    @cached_property
    def _said(self) -> dict[tuple[frozenset[int], BoundingBox | None], str]:
        return {
            (frozenset(map(id, each.strokes)), each.box): each.label for each in self.corrections
        }


@dataclass(frozen=True)
class Change:
    """A step from one page to the next. True unless it leaves everything as it is.

    Parameters
    ----------
    removed : tuple of (index, Stroke)
        What is taken away, by ascending index on the page before.
    added : tuple of (index, Stroke)
        What is new, by ascending index on the page after.
    picture : (before, after), optional
        None if the picture stays.
    corrections : (before, after), optional
        None if they stay.
    learned, unlearned : tuple of Lesson
        What the user has shown by it, and what no longer holds. No page has them.
    """

    removed: Placed = ()
    added: Placed = ()
    picture: tuple[Picture | None, Picture | None] | None = None
    corrections: tuple[Corrections, Corrections] | None = None
    learned: Lessons = ()
    unlearned: Lessons = ()

    def __bool__(self) -> bool:
        return self.touches_page or self.teaches

    @property
    def touches_page(self) -> bool:
        """Whether the page is another one afterwards."""
        return self.touches_ink or self.corrections is not None

    @property
    def touches_ink(self) -> bool:
        """Whether something else is to be read afterwards."""
        return bool(self.removed or self.added or self.picture)

    @property
    def teaches(self) -> bool:
        """Whether the same is to be read with other lessons afterwards."""
        return bool(self.learned or self.unlearned)

    @property
    def inverse(self) -> Change:
        """The change that takes this one back."""
        picture = self.picture and (self.picture[1], self.picture[0])
        corrections = self.corrections and (self.corrections[1], self.corrections[0])
        return Change(self.added, self.removed, picture, corrections, self.unlearned, self.learned)

    def apply(self, page: Page) -> Page:
        """Return the page after this change of `page`.

        Raises
        ------
        ValueError
            If an index does not fit `page`, or the indices do not ascend.
        """
        picture = self.picture[1] if self.picture else page.picture
        corrections = self.corrections[1] if self.corrections else page.corrections
        return Page(self._strokes_after(page.strokes), picture, corrections)

    def _strokes_after(self, before: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
        """Return the strokes; the same tuple where none comes or goes."""
        if not (self.removed or self.added):
            return before
        strokes = list(before)
        above = len(strokes)
        for index, _ in reversed(self.removed):
            if not 0 <= index < above:
                raise ValueError(f"no stroke {index} to take away below {above}")
            del strokes[index]
            above = index
        below = -1
        for index, stroke in self.added:
            if not below < index <= len(strokes):
                raise ValueError(f"no place {index} for a stroke among {len(strokes)}")
            strokes.insert(index, stroke)
            below = index
        return tuple(strokes)


def drawn(page: Page, stroke: Stroke) -> Change:
    """Return the change that lays `stroke` on top."""
    return Change(added=((len(page.strokes), stroke),))


def erased(page: Page, indices: Iterable[int]) -> Change:
    """Return the change that takes the strokes at `indices` away, in any order; none, none.

    What the user has said of digits that they had a part in goes with them.

    Raises
    ------
    IndexError
        If there is no such stroke.
    """
    chosen = sorted(set(indices))
    if chosen and chosen[0] < 0:
        raise IndexError(f"no stroke has the index {chosen[0]}")
    removed = tuple((index, page.strokes[index]) for index in chosen)
    left = without_strokes(page.corrections, (stroke for _, stroke in removed))
    return Change(removed, corrections=_if_changed(page.corrections, left))


def swept(first: Change, second: Change) -> Change:
    """Return two changes that only take strokes away, one after the other, as one.

    Raises
    ------
    ValueError
        If one of them does anything else.
    """
    if any(change.added or change.picture or change.teaches for change in (first, second)):
        raise ValueError("only what takes strokes away can be joined")
    removed = list(first.removed)
    for index, stroke in second.removed:
        for place, _ in first.removed:  # ascending
            index += place <= index
        removed.append((index, stroke))
    said = [each.corrections for each in (first, second) if each.corrections]
    return Change(
        tuple(sorted(removed, key=lambda each: each[0])),
        corrections=(said[0][0], said[-1][1]) if said else None,
    )


def cleared(page: Page) -> Change:
    """Return the change that leaves an empty page."""
    return opened(page, ())


def opened(
    page: Page,
    strokes: Sequence[Stroke],
    picture: Picture | None = None,
    corrections: Corrections = (),
) -> Change:
    """Return the change that puts all this in the place of all that is on `page`."""
    pictures = None if picture is page.picture else (page.picture, picture)
    return Change(
        tuple(enumerate(page.strokes)),
        tuple(enumerate(strokes)),
        pictures,
        _if_changed(page.corrections, corrections),
    )


def corrected(
    page: Page, correction: Correction, learned: Lessons = (), unlearned: Lessons = ()
) -> Change:
    """Return the change by which the user says what a digit is, and what is learned of it."""
    if page.said_of(correction.strokes, correction.box) == correction.label:
        return Change(learned=learned, unlearned=unlearned)
    after = with_correction(page.corrections, correction)
    return Change(
        corrections=_if_changed(page.corrections, after), learned=learned, unlearned=unlearned
    )


def forgotten(page: Page, lesson: Lesson) -> Change:
    """Return the change that takes `lesson` back, and what was said with it if it stands there."""
    left = tuple(
        each
        for each in page.corrections
        if each.label != lesson.label or each.strokes != lesson.ink.strokes
    )
    return Change(corrections=_if_changed(page.corrections, left), unlearned=(lesson,))


def _if_changed(before: Corrections, after: Corrections) -> tuple[Corrections, Corrections] | None:
    return None if before == after else (before, after)


class History:
    """A page and the steps that led to it, the last `MAX_STEPS` of which can be taken back.

    Fewer if the pictures that lay on the board would take more than `MAX_PICTURE_BYTES`.

    Parameters
    ----------
    page : Page
        What is on the board before the first step.
    """

    def __init__(self, page: Page | None = None) -> None:
        self._page = Page() if page is None else page
        self._done: deque[Change] = deque()
        self._picture_bytes = 0  # that are there only for the steps done
        self._undone: list[Change] = []

    @property
    def page(self) -> Page:
        """What is on the board now."""
        return self._page

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to make again."""
        return bool(self._undone)

    @property
    def last(self) -> Change | None:
        """The step that would be taken back next."""
        return self._done[-1] if self._done else None

    def sweep(self, change: Change) -> None:
        """Make `change`, which takes strokes away as the last step did, as a part of that step.

        Raises
        ------
        ValueError
            If there is no such step, or `change` is not one of this page.
        """
        if not self._done:
            raise ValueError("no step to go on with")
        whole = swept(self._done[-1], change)
        self._page = change.apply(self._page)
        self._done[-1] = whole
        self._undone.clear()

    def do(self, change: Change) -> None:
        """Make `change`; what was taken back before is gone. One that changes nothing is no step.

        Raises
        ------
        ValueError
            If `change` is not one of this page.
        """
        if not change:
            return
        self._page = change.apply(self._page)
        self._done.append(change)
        self._picture_bytes += _bytes_replaced(change)
        self._undone.clear()
        while len(self._done) > MAX_STEPS or self._picture_bytes > MAX_PICTURE_BYTES:
            self._picture_bytes -= _bytes_replaced(self._done.popleft())

    def undo(self) -> Change | None:
        """Take the last step back; return the change that did it, none if there is no step."""
        if not self._done:
            return None
        change = self._done.pop()
        self._picture_bytes -= _bytes_replaced(change)
        self._undone.append(change)
        self._page = change.inverse.apply(self._page)
        return change.inverse

    def drop(self) -> Change | None:
        """Take the last step back for good: it cannot be made again."""
        change = self.undo()
        if change:
            self._undone.pop()
        return change

    def redo(self) -> Change | None:
        """Make again the step taken back last, and return it; none if there is none."""
        if not self._undone:
            return None
        change = self._undone.pop()
        self._done.append(change)
        self._picture_bytes += _bytes_replaced(change)
        self._page = change.apply(self._page)
        return change


def _bytes_replaced(change: Change) -> int:
    before = change.picture[0] if change.picture else None
    return len(before.content) if before else 0
