"""Tables of figures: aligned for a terminal, or as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A table with a title; the first `names` columns hold names, the others figures.

    Raises
    ------
    ValueError
        If a row is longer or shorter than `head`.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: int = 1

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError(f"{self.title}: every row needs {len(self.head)} cells")

    def text(self) -> str:
        """Return the table as text: the title above, columns aligned, rows indented."""
        lines = [self.head, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        aligned = (self._align(line, widths) for line in lines)
        return "\n".join([self.title, *aligned])

    def markdown(self) -> str:
        """Return the table as GitHub Markdown; the title, if any, in bold above."""
        rule = ["---" if i < self.names else "---:" for i in range(len(self.head))]
        lines = ("| " + " | ".join(map(_escape, line)) + " |" for line in (self.head, *self.rows))
        head, *rows = lines
        title = [f"**{self.title}**", ""] if self.title else []
        return "\n".join([*title, head, f"| {' | '.join(rule)} |", *rows])

    def _align(self, line: tuple[str, ...], widths: list[int]) -> str:
        cells = zip(line, widths, strict=True)
        placed = (
            cell.ljust(width) if i < self.names else cell.rjust(width)
            for i, (cell, width) in enumerate(cells)
        )
        return f"  {'  '.join(placed)}".rstrip()


def as_text(tables: Iterable[Table]) -> str:
    """Return `tables` for a terminal, a blank line between them."""
    return "\n\n".join(table.text() for table in tables)


def as_markdown(tables: Iterable[Table]) -> str:
    """Return `tables` as Markdown, with a blank line between them."""
    return "\n\n".join(table.markdown() for table in tables)


def _escape(cell: str) -> str:
    return cell.replace("|", "\\|")
