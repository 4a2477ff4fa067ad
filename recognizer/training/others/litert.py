"""Writes a foreign ``.tflite`` file as a model folder. Needs LiteRT alone, and no Keras."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from recognizer.disk.regularfile import read_regular
from recognizer.errors import ModelError, ModelMissingError, reason
from recognizer.network.foreign import FIELD_NUMBERS, SHAPES
from recognizer.network.loading import MAX_MODEL_BYTES
from recognizer.network.runtime import FloatArray, Network, Shape
from recognizer.network.trial import try_once
from recognizer.training.data.datasets import DIGITS
from recognizer.training.model.modelfolder import CARD, TFLITE, move_model, new_card, write_card
from recognizer.training.others.valuerange import ValueRange, as_chances, gives_chances


@dataclass(frozen=True)
class ForeignLite:
    """A foreign digit model for LiteRT: (1, *shape) -> (1, 10) probabilities or logits."""

    path: Path
    network: Network
    shape: Shape

    def outputs_of(self, fields: FloatArray) -> FloatArray:
        """Return the model's own (n, 10) output for (n, 28, 28) `fields` in its own range."""
        return self.network.infer(fields)[0]

    def chances_of(self, fields: FloatArray) -> FloatArray:
        """Return (n, 10) probabilities for (n, 28, 28) `fields` in the model's own range."""
        return as_chances(self.outputs_of(fields))


def open_tflite(path: Path) -> ForeignLite:
    """Open a ``.tflite`` file. It is tried in a process of its own first.

    Raises
    ------
    ModelMissingError
        If it is not there.
    ModelError
        If it cannot be run, or is not a model of single digits.
    """
    try:
        content = read_regular(path, MAX_MODEL_BYTES)
    except FileNotFoundError:
        raise ModelMissingError(f"{path}: there is no model here") from None
    except OSError as error:
        raise ModelError(f"{path}: {reason(error)}") from None
    complaint = ""
    for shape in SHAPES:
        try:
            try_once(content, len(DIGITS), 0, shape)
            return ForeignLite(path, Network(content, len(DIGITS), 0, shape), shape)
        except ModelError as error:
            complaint = str(error).partition("; its card promises")[0]
    wanted = ", ".join("x".join(map(str, shape)) for shape in SHAPES)
    raise ModelError(
        f"{path}: {complaint}; a digit model takes {wanted} and gives {len(DIGITS)} numbers"
    )


def adopt_tflite(
    foreign: ForeignLite, values: ValueRange, folder: Path, about: dict[str, Any]
) -> None:
    """Write `foreign` into `folder` as ``digits.tflite`` and ``digits.json``.

    The file stays what it is: the card says what it takes and gives. The model is not calibrated.
    `values` are the numbers that it expects for paper and ink. `about` holds more entries of the
    card, and replaces those with the same key.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".new-") as staging:
        tflite = Path(staging) / TFLITE
        shutil.copyfile(foreign.path, tflite)
        told = {
            "name": "foreign",
            "calibrated": False,
            "scaling": values.name,
            "foreign": {
                "shape": list(foreign.shape),
                "paper": values.paper,
                "ink": values.ink,
                "gives_chances": gives_chances(
                    lambda fields: foreign.outputs_of(values.apply(fields))
                ),
            },
        }
        write_card(Path(staging) / CARD, new_card(tflite, FIELD_NUMBERS) | told | about)
        move_model(Path(staging), folder)
