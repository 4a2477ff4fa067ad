"""Counts what was read right, and what each symbol was misread as."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from recognizer.console import printable
from recognizer.pictures.contactsheet import Sheet, contact_sheet, misread_caption
from recognizer.reading.scoring import aligned, digits_of, wilson_interval

MAX_ON_SHEET = 120
_COLUMNS = 10
_MOST_SHOWN = 6  # of what a symbol was misread as, in its row
NOT_READ = "?"
"""Stands for what was not read at all."""


@dataclass(frozen=True)
class Misread:
    """What was read of `where`, how sure it was (0 to 1), and a small gray picture of it."""

    where: str
    label: str
    text: str
    confidence: float
    thumbnail: Sheet

    def __str__(self) -> str:
        return f"{printable(self.where)}: {printable(self.caption)}"

    @property
    def caption(self) -> str:
        """What it was read as, such as "7 read as 1, 98 %"."""
        if not self.text:
            return f"{self.label} read as nothing"
        return misread_caption(self.label, self.text, self.confidence)


@dataclass
class Tally:
    """How many of labeled things were read right; spaces and line ends do not count."""

    right: int = 0
    misread: list[Misread] = field(default_factory=list)
    unlabeled: int = 0
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def of(self) -> int:
        """How many were read."""
        return self.right + len(self.misread)

    def add(self, read: Misread) -> bool:
        """Count what was read; tell whether it is right."""
        label, text = digits_of(read.label), digits_of(read.text)
        if text == label:
            self.right += 1
            self.pairs.update(zip(label, label, strict=True))
            return True
        self.misread.append(read)
        self.pairs.update(aligned(label, text or NOT_READ))
        return False

    def lines(self) -> list[str]:
        """Return what is told: the share with its 95 % interval, then a row for each symbol."""
        low, high = wilson_interval(self.right, self.of)
        share = 100 * self.right / max(1, self.of)
        told = [f"{self.right:,} of {self.of:,} right: {share:.2f} %"]
        told[0] += f" (95 % interval: {100 * low:.2f} to {100 * high:.2f} %)"
        if self.unlabeled:
            told.append(f"left out, without a label: {self.unlabeled:,}")
        told += [self._row(each) for each in sorted({want for want, _ in self.pairs if want})]
        added = self._others("")
        return [*told, f"  too much: {added}"] if added else told

    def record(self) -> dict[str, Any]:
        """Return the same for JSON."""
        confusion: dict[str, dict[str, int]] = {}
        for (want, got), count in sorted(self.pairs.items()):
            confusion.setdefault(want, {})[got] = count
        return {
            "right": self.right,
            "of": self.of,
            "accuracy": round(self.right / max(1, self.of), 6),
            "interval": [round(each, 6) for each in wilson_interval(self.right, self.of)],
            "unlabeled": self.unlabeled,
            "confusion": confusion,
            "misread": [
                {
                    "file": each.where,
                    "label": each.label,
                    "text": each.text,
                    "confidence": round(each.confidence, 6),
                }
                for each in self.misread
            ],
        }

    def sheet(self) -> Sheet:
        """Return a picture of at most `MAX_ON_SHEET` misread ones, the surest first."""
        surest = sorted(self.misread, key=lambda each: -each.confidence)[:MAX_ON_SHEET]
        captions = [each.caption.encode("ascii", "replace").decode() for each in surest]
        heading = f"{len(self.misread):,} of {self.of:,} misread, surest first"
        images = np.array([each.thumbnail for each in surest], np.uint8)
        return contact_sheet(images, captions, min(_COLUMNS, len(surest)), heading, zoom=1)

    def _row(self, want: str) -> str:
        own = sum(count for (each, _), count in self.pairs.items() if each == want)
        right = self.pairs[want, want]
        others = self._others(want)
        return f"  {want}: {right:,} of {own:,}" + (f", misread as {others}" if others else "")

    def _others(self, want: str) -> str:
        """Return what `want` was misread as, the most frequent first: ``1 (3), 9 (1)``."""
        found = [(got, n) for (each, got), n in self.pairs.items() if each == want != got]
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        shown = [f"{got or 'nothing'} ({n:,})" for got, n in found[:_MOST_SHOWN]]
        return ", ".join([*shown, *(["..."] if len(found) > _MOST_SHOWN else [])])
