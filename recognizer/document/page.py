"""The page on the board, the changes that it goes through, and undo and redo.

A `Page` is immutable. A `Change` makes the next page from one, and has an inverse. Pages share
their strokes, so an undo step takes a tuple of references, not a copy of the ink.
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

MAX_UNDO_STEPS = 10_000
"""With more steps, the oldest are forgotten."""

MAX_PICTURE_BYTES = 64 * 2**20
"""With more bytes of pictures in the undo steps, the oldest steps are forgotten, too."""

Bgr = npt.NDArray[np.uint8]
Placed = tuple[tuple[int, Stroke], ...]
"""Strokes with their indices on the page, in ascending order."""


class BoardPicture:
    """A picture on the board, with the name of its file. Equal only to itself. Immutable.

    It is kept as the bytes of a file. For the last two pictures the pixels are kept, too: (rows,
    cols, 3) uint8, BGR. If the `content` of a PNG or JPEG file with them is left out, a PNG is
    made.

    Raises
    ------
    ValueError
        If `pixels` has another shape or dtype, or a side is 0.
    """

    _decoded: ClassVar[
        tuple[tuple[BoardPicture, Bgr], ...]
    ] = ()  # never changed in place, only replaced, because of threads

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
        """The name of its file."""
        return self._name

    @property
    def content(self) -> bytes:
        """The picture as a PNG or JPEG file."""
        return self._content

    @property
    def pixels(self) -> Bgr:
        """BGR, (rows, cols, 3), read-only. Decoding takes some 50 ms for 2048x1536."""
        for picture, pixels in BoardPicture._decoded:
            if picture is self:
                return pixels
        decoded = cv2.imdecode(np.frombuffer(self._content, np.uint8), cv2.IMREAD_COLOR)
        return self._keep(np.asarray(decoded, np.uint8))

    def _keep(self, pixels: Bgr) -> Bgr:
        view: Bgr = pixels.view()
        view.flags.writeable = False
        BoardPicture._decoded = ((self, view), *BoardPicture._decoded[:1])
        return view


@dataclass(frozen=True)
class Page:
    """Everything on the board at one moment; the lowest stroke comes first. Immutable."""

    strokes: tuple[Stroke, ...] = ()
    picture: BoardPicture | None = None
    corrections: Corrections = ()

    def __bool__(self) -> bool:
        return bool(self.strokes) or self.picture is not None

    @cached_property
    def ink(self) -> Ink:
        """The strokes as ink."""
        return Ink(self.strokes)

    @property
    def label(self) -> str | None:
        """The user's label for the whole page: a digit, or "" for "not a digit"; None for none."""
        return self.said_of(self.strokes)

    def said_of(self, strokes: Iterable[Stroke], box: BoundingBox | None = None) -> str | None:
        """Return the user's label for exactly these strokes; None if there is none.

        For one of several digits in a picture, pass no strokes, but its `box`.
        """
        return self._said.get((frozenset(map(id, strokes)), box))

    @cached_property
    def _said(self) -> dict[tuple[frozenset[int], BoundingBox | None], str]:
        return {
            (frozenset(map(id, each.strokes)), each.box): each.label for each in self.corrections
        }


@dataclass(frozen=True)
class Change:
    """A step from one page to the next. False if it changes nothing.

    Removed strokes have ascending indices on the page before, added ones on the page after. Picture
    and corrections are (before, after), None if they stay. Lessons learned and unlearned are not
    part of the page.
    """

    removed: Placed = ()
    added: Placed = ()
    picture: tuple[BoardPicture | None, BoardPicture | None] | None = None
    corrections: tuple[Corrections, Corrections] | None = None
    learned: Lessons = ()
    unlearned: Lessons = ()

    def __bool__(self) -> bool:
        return self.touches_page or self.teaches

    @property
    def touches_page(self) -> bool:
        """Whether it changes the page."""
        return self.touches_ink or self.corrections is not None

    @property
    def touches_ink(self) -> bool:
        """Whether it changes the strokes or the picture, so that the page must be read again."""
        return bool(self.removed or self.added or self.picture)

    @property
    def teaches(self) -> bool:
        """Whether it changes the lessons, so that the page must be read again."""
        return bool(self.learned or self.unlearned)

    @property
    def inverse(self) -> Change:
        """The change that undoes this one."""
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

    def lessons_after(self, before: Lessons) -> Lessons:
        """Return the lessons after this change, the oldest first."""
        kept = [each for each in before if each not in self.unlearned]
        return tuple(sorted((*kept, *self.learned), key=lambda each: each.time))

    def _strokes_after(self, before: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
        """Return the strokes after the change; the same tuple if none is added or removed."""
        if not (self.removed or self.added):
            return before
        strokes = list(before)
        above = len(strokes)
        for index, _ in reversed(self.removed):
            if not 0 <= index < above:
                raise ValueError(f"no stroke {index} to remove below {above}")
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
    """Return the change that adds `stroke` on top."""
    return Change(added=((len(page.strokes), stroke),))


def erased(page: Page, indices: Iterable[int]) -> Change:
    """Return the change that removes the strokes at `indices`, given in any order.

    Corrections that contain one of them are removed, too.

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
    """Return two successive changes that only remove strokes as one change.

    Raises
    ------
    ValueError
        If one of them does anything else.
    """
    if any(change.added or change.picture or change.teaches for change in (first, second)):
        raise ValueError("only changes that remove strokes can be joined")
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
    picture: BoardPicture | None = None,
    corrections: Corrections = (),
) -> Change:
    """Return the change that replaces everything on `page` by these."""
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
    """Return the change by which the user corrects a digit and teaches a lesson."""
    if page.said_of(correction.strokes, correction.box) == correction.label:
        return Change(learned=learned, unlearned=unlearned)
    after = with_correction(page.corrections, correction)
    return Change(
        corrections=_if_changed(page.corrections, after), learned=learned, unlearned=unlearned
    )


def forgotten(page: Page, lesson: Lesson) -> Change:
    """Return the change that forgets `lesson`, and its correction if that is on the page."""
    left = tuple(
        each
        for each in page.corrections
        if each.label != lesson.label or each.strokes != lesson.ink.strokes
    )
    return Change(corrections=_if_changed(page.corrections, left), unlearned=(lesson,))


def _if_changed(before: Corrections, after: Corrections) -> tuple[Corrections, Corrections] | None:
    return None if before == after else (before, after)


class UndoHistory:
    """A page and its undo steps: at most `MAX_UNDO_STEPS`.

    There are fewer if their pictures would take more than `MAX_PICTURE_BYTES`.
    """

    def __init__(self, page: Page | None = None) -> None:
        self._page = Page() if page is None else page
        self._done: deque[Change] = deque()
        self._picture_bytes = 0  # of pictures that only the undo steps need
        self._undone: list[Change] = []

    @property
    def page(self) -> Page:
        """The page as it is now."""
        return self._page

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return bool(self._undone)

    @property
    def last(self) -> Change | None:
        """The step that `undo` would undo."""
        return self._done[-1] if self._done else None

    def sweep(self, change: Change) -> None:
        """Add `change`, which removes strokes as the last step did, to that step.

        Raises
        ------
        ValueError
            If there is no such step, or `change` does not fit the page.
        """
        if not self._done:
            raise ValueError("there is no step to add to")
        whole = swept(self._done[-1], change)
        self._page = change.apply(self._page)
        self._done[-1] = whole
        self._undone.clear()

    def do(self, change: Change) -> None:
        """Apply `change` as a new step; what was undone before cannot be redone any more.

        A change that changes nothing makes no step.

        Raises
        ------
        ValueError
            If `change` does not fit the page.
        """
        if not change:
            return
        self._page = change.apply(self._page)
        self._done.append(change)
        self._picture_bytes += _bytes_replaced(change)
        self._undone.clear()
        while len(self._done) > MAX_UNDO_STEPS or self._picture_bytes > MAX_PICTURE_BYTES:
            self._picture_bytes -= _bytes_replaced(self._done.popleft())

    def undo(self) -> Change | None:
        """Undo the last step; return the change that did it, or None if there is no step."""
        if not self._done:
            return None
        change = self._done.pop()
        self._picture_bytes -= _bytes_replaced(change)
        self._undone.append(change)
        self._page = change.inverse.apply(self._page)
        return change.inverse

    def drop(self) -> Change | None:
        """Undo the last step for good: it cannot be redone."""
        change = self.undo()
        if change:
            self._undone.pop()
        return change

    def redo(self) -> Change | None:
        """Redo the step that was undone last, and return it; None if there is none."""
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
