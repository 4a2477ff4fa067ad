"""How far a download is: a bar where somebody looks on, else one line for each file."""

from __future__ import annotations

from typing import TextIO

BAR = 30
_MIB = 2**20


class Progress:
    """A `download.Report` that writes to `stream`.

    Parameters
    ----------
    stream : text stream
        Usually standard error; on a terminal a bar is drawn over and over on the same line.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._drawn = ""
        self._name = ""

    def __call__(self, name: str, here: int, total: int) -> None:
        """Show that `here` of `total` bytes are here; a `total` of 0 is unknown."""
        if self._stream.isatty():
            self._draw(bar_line(name, here, total))
        elif name != self._name:
            self._stream.write(f"{name}: downloading {size_text(here, total)}\n")
        self._name = name

    def close(self) -> None:
        """End the bar's line, so that what is printed next has its own."""
        if self._drawn:
            self._stream.write("\n")
        self._drawn = ""

    def _draw(self, line: str) -> None:
        if line != self._drawn:
            self._stream.write("\r" + line.ljust(len(self._drawn)))
            self._stream.flush()
            self._drawn = line


def bar_line(name: str, here: int, total: int) -> str:
    """Return one line: the name, a bar with percent where the total is known, and MiB."""
    if not total:
        return f"{name}  {here / _MIB:.1f} MiB"
    share = min(here / total, 1.0)
    bar = "#" * int(share * BAR)
    return f"{name}  [{bar:.<{BAR}}] {share:4.0%}  {here / _MIB:.1f} of {total / _MIB:.1f} MiB"


def size_text(here: int, total: int) -> str:
    """Return how much there is to come, in words."""
    if not total:
        return "a file of unknown size"
    rest = f", from {here / _MIB:.1f} on" if here else ""
    return f"{total / _MIB:.1f} MiB{rest}"
