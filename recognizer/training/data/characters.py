"""The characters that the networks learn, and the inks of them.

All characters are classes to learn, not the ten digits alone: a network that knows letters and
signs reads digits better, and takes fewer other things for digits (docs/measurements.md).
"""

from __future__ import annotations

import hashlib
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from recognizer.errors import DataError
from recognizer.ink.inkfile import LabeledInk, read_ink_file
from recognizer.network.alphabet import DIGITS, NONE

LETTERS = tuple(sorted(string.ascii_letters))
SIGNS = (
    *sorted(set(string.punctuation) - {"\\"}),
    *"\N{MULTIPLICATION SIGN}÷√π±≤≥≠°€£≈",
)
"""All other printable characters of ASCII, but for the backslash; then those beyond ASCII."""
LABELS = (*DIGITS.symbols, *LETTERS, *SIGNS)
"""What the logits of the networks stand for, in order."""
NONE_PLACE = len(LABELS)
"""The logit after all of them stands for what is none of them."""
SAME_AS = {"\N{MINUS SIGN}": "-"}
"""Labels of the files that stand for one of `LABELS`."""


@dataclass(frozen=True)
class InkFile:
    """A file of characters to learn; `INK_FILES` has all of them, and a new one needs no more.

    Parameters
    ----------
    name : str
        ``ink/NAME.jsonl.gz`` in the data folder. The inks of its ``train`` split are learned.
    origin : str
        What the model card says of it, with its license.
    measured : str
        The name of its ``dev`` digits in the card; "" if it has none.
    """

    name: str
    origin: str
    measured: str = ""


_UNIPEN = "UNIPEN train_r01_v07 digits, letters and symbols, train writers (CC BY 4.0)"
_UCI = "UCI pendigits and UJIpenchars, train writers (CC BY 4.0)"
INK_FILES = (
    InkFile("unipen-digits", _UNIPEN, "unipen-dev"),
    InkFile("pendigits-train", _UCI, "pendigits-dev"),
    InkFile(
        "ipad-digits",
        "skahl/handwritten-digits-corpus, train writers (Apache-2.0)",
        "ipad-dev",
    ),
    InkFile("uji-characters", _UCI, "uji-dev"),
    InkFile("unipen-letters", _UNIPEN),
    InkFile("unipen-symbols", _UNIPEN),
    InkFile("detexify-symbols", "detexify-data (ODbL 1.0)"),
)
DIGIT_FILES = tuple(each.name for each in INK_FILES if each.measured)
"""The files of which digits are measured."""
CHARACTER_FILES = tuple(each.name for each in INK_FILES)
"""All files of characters."""

_PLACES = {label: place for place, label in enumerate(LABELS)}
_HELD_OUT_SHARE = 0.05
_SALT = "held out 1029 "
"""Begins what is hashed. With others, writers of a tenth of a file are held out, or none is."""


def place_of(label: str) -> int:
    """Return which logit stands for `label`, one of `LABELS` or `NONE`."""
    return NONE_PLACE if label == NONE else _PLACES[label]


def is_held_out(writer: str) -> bool:
    """Tell whether the inks of a `train` writer are not trained on, but for calibration.

    That is one writer in twenty, always the same ones. Every drawing of Detexify counts as a writer
    of its own, because nobody knows whose it is.
    """
    digest = hashlib.sha256(f"{_SALT}{writer}".encode()).digest()
    return int.from_bytes(digest[:4], "big") < _HELD_OUT_SHARE * 2**32


def character_paths(data: Path, names: Iterable[str] = CHARACTER_FILES) -> list[Path]:
    """Return the files of that `names` in the data folder `data`."""
    return [data / "ink" / f"{name}.jsonl.gz" for name in names]


def read_characters(paths: Iterable[Path], split: str) -> Iterator[LabeledInk]:
    """Yield the inks of one `split` ("train" or "dev") that show one of `LABELS`, labeled so.

    Raises
    ------
    InkError
        If a file cannot be read.
    """
    for path in paths:
        for each in read_ink_file(path):
            label = SAME_AS.get(each.label, each.label)
            if each.split == split and label in _PLACES:
                yield replace(each, label=label)


def is_of(writer: str, sources: Iterable[str]) -> bool:
    """Tell whether a writer belongs to one of the `sources`: "pendigits", or "unipen/aga"."""
    return any(f"{writer}/".startswith(f"{each}/") for each in sources)


def train_characters(data: Path, leave_out: Iterable[str] = ()) -> list[LabeledInk]:
    """Load the inks to train on: those of all `train` writers that are not held out.

    Those of the sources in `leave_out` are left out; see `is_of`.

    Raises
    ------
    InkError
        If a file cannot be read.
    DataError
        If there is no such ink.
    """
    return _of_writers(data, "to train on", lambda each: not is_held_out(each), leave_out)


def held_out_characters(data: Path, leave_out: Iterable[str] = ()) -> list[LabeledInk]:
    """Load the inks to calibrate with: those of the `train` writers that are held out.

    Those of the sources in `leave_out` are left out.

    Raises
    ------
    InkError
        If a file cannot be read.
    DataError
        If there is no such ink, or no digit among them.
    """
    return _of_writers(data, "held out", is_held_out, leave_out)


def left_out_digits(data: Path, source: str) -> list[LabeledInk]:
    """Load the digits of the `train` writers of one source.

    Raises
    ------
    InkError
        If a file cannot be read.
    DataError
        If it has no such digit.
    """
    inks = _of_writers(data, f"of {source}", lambda each: is_of(each, [source]))
    return [each for each in inks if each.label in DIGITS.symbols]


def _of_writers(
    data: Path, which: str, chosen: Callable[[str], bool], leave_out: Iterable[str] = ()
) -> list[LabeledInk]:
    """Load the characters of the `train` writers who are `chosen` and not left out."""
    sources = tuple(leave_out)
    every = read_characters(character_paths(data), "train")
    inks = [each for each in every if chosen(each.writer) and not is_of(each.writer, sources)]
    if not any(each.label in DIGITS.symbols for each in inks):
        raise DataError(f"{data / 'ink'}: no digits of train writers {which}")
    return inks
