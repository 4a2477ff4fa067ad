"""What is on the board, the changes it goes through, and the way back.

A `Page` never changes; a `Change` makes the next page of one and knows its own inverse. Both share
their strokes, so a step of the history costs a tuple of references and no ink.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink, Stroke

MAX_STEPS = 10_000
"""Steps that can be taken back; the oldest are forgotten first."""

Placed = tuple[tuple[int, Stroke], ...]
"""Strokes with their indices on the page, the lowest first."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture lying on the board. Equal to itself only.

    Parameters
    ----------
    name : str
        What to call it: the name of its file.
    pixels : (rows, cols, 3) uint8 array
        BGR, neither side 0; kept as a read-only view.

    Raises
    ------
    ValueError
        If `pixels` has another shape or dtype.
    """

    name: str
    pixels: npt.NDArray[np.uint8]

    def __post_init__(self) -> None:
        shape, dtype = self.pixels.shape, self.pixels.dtype
        if len(shape) != 3 or shape[2] != 3 or 0 in shape or dtype != np.uint8:
            raise ValueError(f"a picture has (rows, cols, 3) uint8 pixels, not {dtype} {shape}")
        view = self.pixels.view()
        view.flags.writeable = False
        object.__setattr__(self, "pixels", view)


@dataclass(frozen=True)
class Page:
    """All that is on the board at one moment. Immutable.

    Parameters
    ----------
    strokes : tuple of Stroke
        In the order they lie on each other.
    picture : Picture, optional
        What lies beneath them.
    correction : str, optional
        What the user says stands there: a label, "" for no digit; None while nothing was said.
    """

    strokes: tuple[Stroke, ...] = ()
    picture: Picture | None = None
    correction: str | None = None

    def __bool__(self) -> bool:
        return bool(self.strokes) or self.picture is not None

    @cached_property
    def ink(self) -> Ink:
        """The strokes as ink."""
        return Ink(self.strokes)


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
    correction : (before, after)
    """

    removed: Placed = ()
    added: Placed = ()
    picture: tuple[Picture | None, Picture | None] | None = None
    correction: tuple[str | None, str | None] = (None, None)

    def __bool__(self) -> bool:
        before, after = self.correction
        return bool(self.removed or self.added or self.picture) or before != after

    @property
    def touches_ink(self) -> bool:
        """Whether something else is to be read afterwards."""
        return bool(self.removed or self.added or self.picture)

    @property
    def inverse(self) -> Change:
        """The change that takes this one back."""
        picture = self.picture and (self.picture[1], self.picture[0])
        return Change(self.added, self.removed, picture, (self.correction[1], self.correction[0]))

    def apply(self, page: Page) -> Page:
        """Return the page after this change of `page`.

        Raises
        ------
        ValueError
            If an index does not fit `page`, or the indices do not ascend.
        """
        strokes = list(page.strokes)
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
        picture = self.picture[1] if self.picture else page.picture
        return Page(tuple(strokes), picture, self.correction[1])


def drawn(page: Page, stroke: Stroke) -> Change:
    """Return the change that lays `stroke` on top; what the user has said no longer holds."""
    return Change(added=((len(page.strokes), stroke),), correction=(page.correction, None))


def erased(page: Page, indices: Iterable[int]) -> Change:
    """Return the change that takes the strokes at `indices` away, in any order; none, none.

    Raises
    ------
    IndexError
        If there is no such stroke.
    """
    chosen = sorted(set(indices))
    if chosen and chosen[0] < 0:
        raise IndexError(f"no stroke has the index {chosen[0]}")
    removed = tuple((index, page.strokes[index]) for index in chosen)
    after = None if removed else page.correction
    return Change(removed, correction=(page.correction, after))


def cleared(page: Page) -> Change:
    """Return the change that leaves an empty page."""
    return opened(page, ())


def opened(
    page: Page,
    strokes: Sequence[Stroke],
    picture: Picture | None = None,
    correction: str | None = None,
) -> Change:
    """Return the change that puts all this in the place of all that is on `page`."""
    pictures = None if picture is page.picture else (page.picture, picture)
    return Change(
        tuple(enumerate(page.strokes)),
        tuple(enumerate(strokes)),
        pictures,
        (page.correction, correction),
    )


def corrected(page: Page, label: str | None) -> Change:
    """Return the change by which the user says what stands there: `Page.correction`."""
    return Change(correction=(page.correction, label))


class History:
    """A page and the steps that led to it, the last `MAX_STEPS` of which can be taken back.

    Parameters
    ----------
    page : Page
        What is on the board before the first step.
    """

    def __init__(self, page: Page | None = None) -> None:
        self._page = Page() if page is None else page
        self._done: deque[Change] = deque(maxlen=MAX_STEPS)
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
        self._undone.clear()

    def undo(self) -> Change | None:
        """Take the last step back; return the change that did it, none if there is no step."""
        if not self._done:
            return None
        change = self._done.pop()
        self._undone.append(change)
        self._page = change.inverse.apply(self._page)
        return change.inverse

    def redo(self) -> Change | None:
        """Make again the step taken back last, and return it; none if there is none."""
        if not self._undone:
            return None
        change = self._undone.pop()
        self._done.append(change)
        self._page = change.apply(self._page)
        return change
