"""How far what was read is from what was written, in digits."""

from __future__ import annotations


def digits_of(text: str) -> str:
    """Return `text` without the spaces and newlines between its numbers."""
    return "".join(text.split())


def digit_errors(label: str, text: str) -> int:
    """Return how many digits of `label` must be added, left out or changed to get `text`.

    The edit distance (Levenshtein 1966), spaces and newlines apart.
    """
    want, got = digits_of(label), digits_of(text)
    row = list(range(len(got) + 1))
    for i, digit in enumerate(want, start=1):
        before, row = row, [i]
        for j, other in enumerate(got, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (digit != other)))
    return row[-1]
