"""How far what was read is from what is written, and how sure a share of many is."""

from __future__ import annotations

import math


def wilson_interval(correct: int, n: int) -> tuple[float, float]:
    """Return the 95 % confidence interval of a proportion, in [0, 1] (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    z, p = 1.959964, correct / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def digits_of(text: str) -> str:
    """Return `text` without the spaces and newlines between its numbers."""
    return "".join(text.split())


def digit_errors(label: str, text: str) -> int:
    """Return how many digits of `label` must be added, left out or changed to get `text`.

    This is the edit distance (Levenshtein 1966), without spaces and newlines.
    """
    return _distances(digits_of(label), digits_of(text))[-1][-1]


def aligned(label: str, text: str) -> list[tuple[str, str]]:
    """Return what each symbol of `label` was read as, by the fewest changes that give `text`.

    They are pairs (symbol, read as), in order: "" for one that is missing, and for the label of one
    that was added. Spaces and newlines do not count.
    """
    want, got = digits_of(label), digits_of(text)
    rows, pairs = _distances(want, got), []
    i, j = len(want), len(got)
    while i or j:
        here = rows[i][j]
        if i and j and here == rows[i - 1][j - 1] + (want[i - 1] != got[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((want[i], got[j]))
        elif i and here == rows[i - 1][j] + 1:
            i -= 1
            pairs.append((want[i], ""))
        else:
            j -= 1
            pairs.append(("", got[j]))
    return pairs[::-1]


def _distances(want: str, got: str) -> list[list[int]]:
    """Return the edit distances of each beginning of `want` to each of `got`."""
    rows = [list(range(len(got) + 1))]
    for i, symbol in enumerate(want, start=1):
        before, row = rows[-1], [i]
        for j, other in enumerate(got, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (symbol != other)))
        rows.append(row)
    return rows
