"""The lines that a journal of just the page would have: their length, and the JSON in them."""

from __future__ import annotations

from collections import deque
from threading import Lock

from recognizer.document.page import Change, Page
from recognizer.ink import Ink, Stroke
from recognizer.keeping.journal import picture_bytes

SLACK_BYTES = 2**20
RECENT_CHANGES = 32
"""The strokes of so many changes are kept as JSON: undo and redo write most of them again."""
_DRAWN_LINE_BYTES = 50
"""Bytes of a line that adds a stroke, without those of the stroke."""


class Needs:
    """About how many bytes a journal of just the page would take."""

    def __init__(self) -> None:
        self._strokes: list[int] = []
        self._picture = 0
        self.bytes = 0

    def follow(self, change: Change, sizes: list[int]) -> None:
        """Count `change`; its added strokes take `sizes` bytes."""
        for index, _ in reversed(change.removed):
            self.bytes -= self._strokes.pop(index)
        for (index, _), size in zip(change.added, sizes, strict=True):
            self._strokes.insert(index, size + _DRAWN_LINE_BYTES)
            self.bytes += size + _DRAWN_LINE_BYTES
        if change.picture:
            shown = change.picture[1]
            self.bytes -= self._picture
            self._picture = picture_bytes(shown) if shown else 0
            self.bytes += self._picture


class StrokeTexts:
    """The JSON of the strokes on the page and in the last changes, because it takes long to make.

    Two threads may ask for it.
    """

    def __init__(self) -> None:
        self._texts: dict[int, tuple[Stroke, str]] = {}  # by id; holding the stroke keeps its id
        self._recent: deque[Change] = deque(maxlen=RECENT_CHANGES)
        self._bytes = self._kept = 0
        self._lock = Lock()

    def of(self, stroke: Stroke) -> str:
        """Return `stroke` as JSON."""
        with self._lock:
            if found := self._texts.get(id(stroke)):
                return found[1]
            text = Ink((stroke,)).to_json()
            self._texts[id(stroke)] = stroke, text
            self._bytes += len(text)
            return text

    def keep_for(self, change: Change, page: Page) -> None:
        """Count `change`, which led to `page`, as the last; forget strokes of older changes."""
        self._recent.append(change)
        if self._bytes <= 2 * self._kept + SLACK_BYTES:
            return
        needed = {id(stroke) for stroke in page.strokes}
        for each in self._recent:
            needed.update(id(stroke) for _, stroke in (*each.added, *each.removed))
        with self._lock:
            self._texts = {key: value for key, value in self._texts.items() if key in needed}
            self._kept = self._bytes = sum(len(text) for _, text in self._texts.values())
