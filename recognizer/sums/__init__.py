"""Sums: what a written calculation means, what it is worth, and whether a written answer is right.

::

    from recognizer.sums import answer, value

    value("8+6×2")  # Fraction(20, 1)
    answer("√2=")   # "≈1.414213562"
"""

from recognizer.sums.answers import answer, value
from recognizer.sums.found import Outcome, Sum, sums_in

__all__ = ["Outcome", "Sum", "answer", "sums_in", "value"]
