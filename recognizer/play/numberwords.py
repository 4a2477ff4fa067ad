"""Numbers in English words, as they are said in the United States."""

from __future__ import annotations

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
MAX_NUMBER = 999_999


def in_words(number: int) -> str:
    """Return `number`, from 0 to `MAX_NUMBER`, in words: "four hundred forty-seven".

    Raises
    ------
    ValueError
        If it is less, or more.
    """
    if not 0 <= number <= MAX_NUMBER:
        raise ValueError(f"{number}: not from 0 to {MAX_NUMBER}")
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return f"{_TENS[tens - 2]}-{_SMALL[rest]}" if rest else _TENS[tens - 2]
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    many, rest = divmod(number, size)
    return f"{in_words(many)} {name}" + (f" {in_words(rest)}" if rest else "")
