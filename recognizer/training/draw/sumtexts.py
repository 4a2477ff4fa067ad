"""Sums at random, as they are asked at school: what they say need not be true."""

from __future__ import annotations

from collections.abc import Callable

from recognizer.training.draw.hands import Draw

TIMES, MIDDLE_DOT, FRACTION_SLASH = (
    "\N{MULTIPLICATION SIGN}",
    "\N{MIDDLE DOT}",
    "\N{FRACTION SLASH}",
)
SIGNS = {"+": 0.3, "-": 0.3, TIMES: 0.15, MIDDLE_DOT: 0.05, "÷": 0.08, ":": 0.07, "/": 0.05}
"""How often each sign stands between two numbers."""
SHORT, LONG = (3, 9), (10, 30)
"""The fewest and the most symbols of a line."""
MAX_ROWS = 4


def short_line(rng: Draw) -> str:
    """Return "12+7=", for instance."""
    return _line(rng, *SHORT)


def long_line(rng: Draw) -> str:
    """Return "3×(12-4.5)+28÷7=31", for instance."""
    return _line(rng, *LONG)


def with_fraction(rng: Draw) -> str:
    """Return "1 3⁄4+1⁄2=", for instance, with `FRACTION_SLASH` for the bar."""
    a, b, c = (number(rng) for _ in range(3))
    part, small = f"{a}{FRACTION_SLASH}{b}", f"{_digit(rng)}{FRACTION_SLASH}{_digit(rng)}"
    ways = (
        f"{part}{_sign(rng)}{number(rng)}{FRACTION_SLASH}{c}",
        f"{c}{_sign(rng)}{part}",
        f"{_digit(rng)} {small}{_sign(rng)}{c}",
        f"({a}{_sign(rng)}{b}){FRACTION_SLASH}{c}",
        f"{a}{FRACTION_SLASH}({b}{_sign(rng)}{c})",
    )
    return _any(rng, ways) + _end(rng)


def with_power(rng: Draw) -> str:
    """Return "5^2+10=", for instance."""
    a, b = number(rng), number(rng)
    power = f"{a}^{number(rng, 1 + (rng.random() < 0.2))}"
    ways = (
        f"{power}{_sign(rng)}{b}",
        f"{b}{_sign(rng)}{power}",
        f"{power}{_sign(rng)}{b}^{_digit(rng)}",
        f"({a}{_sign(rng)}{b})^{_digit(rng)}",
    )
    return _any(rng, ways) + _end(rng)


def with_root(rng: Draw) -> str:
    """Return "√49+3=", for instance."""
    a, b = number(rng, 3), number(rng)
    ways = (
        f"√{a}{_sign(rng)}{b}",
        f"{b}{_sign(rng)}√{a}",
        f"√({a}{_sign(rng)}{b})",
        f"√{a}{_sign(rng)}√{b}",
    )
    return _any(rng, ways) + _end(rng)


def column(rng: Draw) -> list[str]:
    """Return the rows of a written addition or subtraction: "512", "34", "+107", "=", "653".

    The last number has its sign; the others may have theirs, too. Below the line stands the answer
    or nothing.
    """
    count = int(rng.integers(2, MAX_ROWS + 1))
    numbers = [number(rng, 3) for _ in range(count)]
    sign, each = "+", rng.random() < 0.5
    if count == 2 and rng.random() < 0.4:
        sign, numbers = "-", sorted(numbers, key=int, reverse=True)
    signs = ["", *(sign if each else "" for _ in numbers[2:]), sign]
    rows = [sign + number for sign, number in zip(signs, numbers, strict=True)]
    return [*rows, "=", number(rng, 3) if rng.random() < 0.5 else ""]


def number(rng: Draw, most: int = 2) -> str:
    """Return a number of 1 to `most` digits, all lengths alike."""
    return str(rng.integers(1, 10 ** int(rng.integers(1, most + 1))))


def _line(rng: Draw, least: int, most: int) -> str:
    wanted, point = int(rng.integers(least, most + 1)), _any(rng, ".,")
    while True:
        text = "-" * (rng.random() < 0.05) + _term(rng, point, least > SHORT[0])
        while len(text) < wanted - 3 or "=" in text:
            text += _sign(rng) + _term(rng, point, least > SHORT[0])
        text += _end(rng)
        if len(text) == wanted:
            return text


def _term(rng: Draw, point: str, groups: bool) -> str:
    chance = rng.random()
    if chance < 0.1:
        return f"{number(rng)}{point}{number(rng)}"
    if chance < 0.13:
        return f"{number(rng)}%"
    if groups and chance < 0.25:
        return f"({number(rng)}{_sign(rng)}{number(rng)})"
    return number(rng)


def _end(rng: Draw) -> str:
    """Return what stands behind a sum: it asks, or somebody has answered, or it compares."""
    chance = rng.random()
    if chance < 0.5:
        return "="
    return f"={number(rng)}" if chance < 0.95 else f"{_any(rng, '<>')}{number(rng)}"


def _sign(rng: Draw) -> str:
    return str(rng.choice([*SIGNS], p=[*SIGNS.values()]))


def _digit(rng: Draw) -> str:
    return number(rng, 1)


def _any(rng: Draw, ways: tuple[str, ...] | str) -> str:
    return ways[int(rng.integers(len(ways)))]


FORMS: dict[str, Callable[[Draw], str]] = {
    "3 to 9 symbols": short_line,
    "10 to 30 symbols": long_line,
    "with fraction": with_fraction,
    "with power": with_power,
    "with root": with_root,
}
"""The kinds of sums that stand in a line, by their names."""
COLUMN = "in columns"
KINDS = (*FORMS, COLUMN)
SYMBOLS = f"0123456789{''.join(SIGNS)}=<>().,%√".replace(MIDDLE_DOT, "")
"""What they are made of; a middle dot is a point that stands higher."""
