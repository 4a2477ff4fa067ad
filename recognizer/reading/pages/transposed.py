"""Doubts single digits in pictures that may be transposed, as the images of EMNIST are.

Some of them look like other digits then: a 4 like a 7. Nothing in the picture tells; but with rows
and columns exchanged, it is a surer digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from recognizer.network.alphabet import DIGITS
from recognizer.network.classifier import Candidate, Classifier, Prediction
from recognizer.reading.seeing.seen import Seen, see_all

MIN_SURE, MIN_TIMES_SURER = 0.998, 10.0
"""A digit is in doubt if the picture, transposed, is another one with this confidence, and so many
times less likely to be wrong. Of 5,000 MNIST test images that are read right 0.02 % are in doubt.
Transposed, 8.7 % are read as another digit with over 90 %; of these, 47 % are in doubt."""
_MAX_SURE = 1 - MIN_TIMES_SURER * (1 - MIN_SURE)
_LEAST_SURE = 0.8  # less is "perhaps" in any case
_NEVER_SO = frozenset("3589")
"""No other digit looks like these when it is transposed. So a second look at 3 % is enough."""
_OTHER_SHARE = 0.45  # of the reading of the transposed picture, which is the rarer one


def with_doubts(classifier: Classifier, seen: Sequence[Seen]) -> list[Seen]:
    """Return what was `seen` in pictures of one digit each; those in doubt may be two digits.

    They keep their label. Letters are not doubted: too many look like others on their sides.
    """
    unsure = [k for k, each in enumerate(seen) if each.is_known and _may_be_doubted(each)]
    if not unsure or any(each not in DIGITS.symbols for each in classifier.alphabet.symbols):
        return [*seen]
    found = [*seen]
    others = see_all(classifier, [seen[k].evidence.field.T for k in unsure])
    for k, other in zip(unsure, others, strict=True):
        if _is_in_doubt(seen[k], other):
            mixed = _mixed(seen[k].prediction, other.prediction)
            found[k] = replace(seen[k], prediction=mixed)
    return found


def _may_be_doubted(seen: Seen) -> bool:
    """Tell whether something seems to be quite sure, and may look like another digit."""
    is_quite_sure = _LEAST_SURE <= _sureness(seen) <= _MAX_SURE
    return is_quite_sure and seen.prediction.best.label not in _NEVER_SO


def _is_in_doubt(seen: Seen, other: Seen) -> bool:
    wrong, other_wrong = 1 - _sureness(seen), 1 - _sureness(other)
    return (
        other_wrong <= 1 - MIN_SURE
        and wrong >= MIN_TIMES_SURER * other_wrong
        and other.prediction.best.label != seen.prediction.best.label
    )


def _sureness(seen: Seen) -> float:
    return min(seen.knownness, seen.prediction.best.confidence)


def _mixed(one: Prediction, other: Prediction) -> Prediction:
    """Return `one`, which may as well be the `other`."""
    chances = (
        (1 - _OTHER_SHARE) * each.confidence + _OTHER_SHARE * other.chance_of(each.label)
        for each in one.candidates
    )
    pairs = zip(one.candidates, chances, strict=True)
    mixed = (Candidate(each.label, chance) for each, chance in pairs)
    return replace(one, candidates=tuple(sorted(mixed, key=lambda each: -each.confidence)))
