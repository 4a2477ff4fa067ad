"""How a reading and its confidence are put into words."""

from __future__ import annotations

from recognizer.reading import Reading, Verdict

WORTH_NAMING = 0.25
"""Of `digitness`: what is surely no digit is not said to be perhaps a 3."""


def percent(confidence: float) -> str:
    """Return a confidence in [0, 1] as "99.1 %"; never "100.0 %" or "0.0 %": nobody knows that.

    The value is rounded down, so that no bar is passed by rounding.
    """
    if confidence < 0.001:
        return "< 0.1 %"
    return f"{min(int(confidence * 1000), 999) / 10:.1f} %"


def has_guess(reading: Reading) -> bool:
    """Tell whether `reading` names a digit, if only perhaps."""
    is_likely = reading.verdict is Verdict.DIGIT or reading.digitness >= WORTH_NAMING
    return bool(reading.best) and is_likely


def describe(reading: Reading) -> str:
    """Return a reading as a short phrase for people."""
    if reading.verdict is Verdict.NOTHING:
        return "nothing to read"
    if reading.verdict is Verdict.NOT_A_DIGIT:
        return "not a digit" + (f" (perhaps {reading.best})" if has_guess(reading) else "")
    return f"{reading.text} ({percent(reading.confidence)})"
