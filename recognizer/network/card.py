"""The model card: what a model is, how it was made, and what the program must know to use it.

``models/digits.json`` is the card of ``models/digits.tflite``. The program reads the keys that
are fields of `ModelCard`; the rest ("training", "network", "accuracy") is for people.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recognizer.disk.regularfile import read_regular
from recognizer.errors import ModelError, ModelMismatchError, ModelMissingError, reason
from recognizer.network.alphabet import DIGITS, Alphabet
from recognizer.network.foreign import FIELD_NUMBERS, ForeignCard
from recognizer.network.path import PATH_VERSION
from recognizer.network.preprocess import PREPROCESSING_VERSION

MAX_CARD_BYTES = 2**20
TEMPERATURES = 1e-3, 1e3
"""Beyond these, every confidence is 0 or 1, or all are equal; far beyond, float32 overflows."""
MAX_LABELS, MAX_EMBEDDING = 1000, 2**20
MAX_TEXT_CHARACTERS = 100
"""Of a name or a label."""
MAX_WEIGHT = 10.0
_FOR_PEOPLE = ("network", "training", "accuracy")


@dataclass(frozen=True)
class PathCard:
    """What the program must know of a second network, which sees the path of the pen.

    Of ink, both speak: the logarithms of their probabilities are added with these weights.

    Parameters
    ----------
    version : int
        The `PATH_VERSION` it was trained with.
    weight, picture_weight : float
        Of its own logarithms, and of those of the network for pictures; fitted so that confidence
        is calibrated.
    embedding_size : int
    sha256 : str
        Of the ``.path.tflite`` file, in hexadecimal digits.
    """

    version: int
    weight: float
    picture_weight: float
    embedding_size: int
    sha256: str

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> PathCard:
        """Take it out of a decoded card.

        Raises
        ------
        KeyError, TypeError, ValueError
            If a field is missing or makes no sense.
        """
        card = cls(
            version=int(record["version"]),
            weight=float(record["weight"]),
            picture_weight=float(record["picture_weight"]),
            embedding_size=int(record["embedding_size"]),
            sha256=str(record["sha256"]),
        )
        if not all(0 <= each <= MAX_WEIGHT for each in (card.weight, card.picture_weight)):
            raise ValueError("weights of a path that cannot be")
        if not 0 < card.embedding_size <= MAX_EMBEDDING:
            raise ValueError("an embedding of a path that cannot be")
        return card


@dataclass(frozen=True)
class ModelCard:
    """What the program must know of a model.

    Parameters
    ----------
    name : str
    labels : tuple of str
        What each logit stands for, in order.
    preprocessing : int
        The `PREPROCESSING_VERSION` the model was trained with.
    temperature : float
        Logits are divided by it before softmax, so that confidence is calibrated
        (Guo et al. 2017, "On Calibration of Modern Neural Networks").
    reject_below : float
        A `knownness` below it, in [0, 1], means "none of the symbols".
    outlier_logit : bool
        Whether the model gives one logit more than there are labels: "none of them".
    embedding_size : int
    alphabets : tuple of Alphabet
        What may be written for it, the usual one first. ``digits`` if the card names none.
    path : PathCard or None
        Of the network that sees the path of ink, if there is one.
    foreign : ForeignCard or None
        Of a network with the inputs and outputs of somebody else; it is the only one then.
    sha256 : str
        Of the ``.tflite`` file, in hexadecimal digits.
    record : dict
        The whole card as it was read.
    """

    name: str
    labels: tuple[str, ...] = field(repr=False)
    preprocessing: int
    temperature: float
    reject_below: float
    embedding_size: int
    sha256: str
    outlier_logit: bool
    alphabets: tuple[Alphabet, ...] = field(repr=False)
    path: PathCard | None
    foreign: ForeignCard | None
    record: dict[str, Any] = field(repr=False)

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> ModelCard:
        """Take the fields out of a decoded card.

        Raises
        ------
        ModelError
            If a field is missing or makes no sense.
        """
        try:
            card = cls(
                name=str(record["name"]),
                labels=_labels(record["labels"]),
                preprocessing=int(record["preprocessing"]),
                temperature=float(record["temperature"]),
                reject_below=float(record["reject_below"]),
                embedding_size=int(record["embedding_size"]),
                sha256=str(record["sha256"]),
                outlier_logit=record.get("outlier_logit", False),
                alphabets=_alphabets(record.get("alphabets")),
                path=PathCard.from_record(record["path"]) if "path" in record else None,
                foreign=ForeignCard.from_record(record["foreign"]) if "foreign" in record else None,
                record=record,
            )
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
            raise ModelError(f"no model card: {type(error).__name__} {error}") from None
        card._check()
        return card

    @property
    def logit_count(self) -> int:
        """How many logits the model gives."""
        return len(self.labels) + self.outlier_logit

    @property
    def ink_embedding_size(self) -> int:
        """How many features an ink has: those of its picture, then those of its path."""
        return self.embedding_size + (self.path.embedding_size if self.path else 0)

    def alphabet(self, name: str | None = None) -> Alphabet:
        """Return the alphabet of that `name`; the usual one if left out.

        Raises
        ------
        ModelError
            If the model has none of that name.
        """
        if name is None:
            return self.alphabets[0]
        for each in self.alphabets:
            if each.name == name:
                return each
        there = ", ".join(each.name for each in self.alphabets)
        raise ModelError(f"the model has no alphabet {name!r:.60}; it has {there}")

    def _check(self) -> None:
        least, most = TEMPERATURES
        sane = {
            "name": len(self.name) <= MAX_TEXT_CHARACTERS and self.name.isprintable(),
            "labels": 1 < len(self.labels) <= MAX_LABELS
            and len(set(self.labels)) == len(self.labels)
            and all(
                0 < len(each) <= MAX_TEXT_CHARACTERS and each.isprintable() for each in self.labels
            ),
            "alphabets": all(each.places_in(self.labels) for each in self.alphabets)
            and len({each.name for each in self.alphabets}) == len(self.alphabets),
            "outlier_logit": isinstance(self.outlier_logit, bool),
            "temperature": least <= self.temperature <= most,
            "reject_below": 0 <= self.reject_below <= 1,
            "embedding_size": 0 < self.embedding_size <= MAX_EMBEDDING
            and (self.foreign is None or self.embedding_size == FIELD_NUMBERS),
            "foreign": self.foreign is None or self.path is None,
            **{name: isinstance(self.record.get(name, {}), dict) for name in _FOR_PEOPLE},
        }
        wrong = [name for name, holds in sane.items() if not holds]
        if wrong:
            raise ModelError(f"no model card: {', '.join(wrong)} cannot be")


def read_card(path: Path) -> ModelCard:
    """Read the model card at `path`.

    Raises
    ------
    ModelMissingError
        If there is no such file.
    ModelError
        If it cannot be read or is no model card.
    """
    try:
        content = read_regular(path, MAX_CARD_BYTES)
        record = json.loads(content, parse_constant=_number, parse_float=_number)
    except FileNotFoundError:
        raise ModelMissingError(f"{path}: no model card here") from None
    except OSError as error:
        raise ModelError(f"{path}: {reason(error)}") from None
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{path}: no JSON: {error}") from None
    except ModelError as error:
        raise ModelError(f"{path}: {error}") from None
    if not isinstance(record, dict):
        raise ModelError(f"{path}: no model card")
    try:
        return ModelCard.from_record(record)
    except ModelError as error:
        raise ModelError(f"{path}: {error}") from None


def _labels(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise TypeError("labels are no list of texts")
    return tuple(value)


def _alphabets(value: object) -> tuple[Alphabet, ...]:
    if value is None:
        return (DIGITS,)
    if not isinstance(value, list) or not value:
        raise TypeError("alphabets are no list")
    return tuple(Alphabet.from_record(each) for each in value)


def _number(text: str) -> float:
    """Return a number of the card: none may be infinite, which the web could not pass on."""
    number = float(text)
    if not math.isfinite(number):
        raise ModelError(f"no model card: {text} is no number")
    return number


def check_fits(card: ModelCard, model: bytes, path: Path) -> None:
    """Check that the network for pictures, read from `path`, is that of `card` and this program.

    Raises
    ------
    ModelMismatchError
        If it does not.
    """
    if card.preprocessing != PREPROCESSING_VERSION:
        raise ModelMismatchError(
            f"{path}: made for preprocessing {card.preprocessing}, this program has "
            f"{PREPROCESSING_VERSION}; train it again or take the matching version"
        )
    _check_sum(model, card.sha256, path)


def check_path_fits(card: PathCard, model: bytes, path: Path) -> None:
    """Check the same of the network for paths.

    Raises
    ------
    ModelMismatchError
        If it does not.
    """
    if card.version != PATH_VERSION:
        raise ModelMismatchError(
            f"{path}: made for paths of version {card.version}, this program has {PATH_VERSION}; "
            f"train it again or take the matching version"
        )
    _check_sum(model, card.sha256, path)


def _check_sum(model: bytes, sha256: str, path: Path) -> None:
    if hashlib.sha256(model).hexdigest() != sha256:
        raise ModelMismatchError(
            f"{path}: not the file its card describes (truncated, or changed apart from it)"
        )
