"""Writes a foreign model as a model folder, for ``--model``."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np

from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.training.model.export import check_parity, require_tensorflow
from recognizer.training.model.modelfolder import (
    CARD,
    KERAS,
    TFLITE,
    move_model,
    new_card,
    write_card,
)
from recognizer.training.others.foreign import Foreign, as_ours, mended
from recognizer.training.others.valuerange import ValueRange

NEEDS_TENSORFLOW = "exporting needs TensorFlow: run it again with KERAS_BACKEND=tensorflow"


def adopt(foreign: Foreign, values: ValueRange, folder: Path, about: dict[str, Any]) -> None:
    """Write `foreign` into `folder` as ``digits.keras``, ``digits.tflite`` and ``digits.json``.

    Files in the folder stay unchanged until everything has succeeded. A SavedModel gets no
    ``digits.keras``, because Keras could not load it again. The model is not calibrated, because
    there is no held-out data here: its temperature is 1, and nothing is "not a digit". The card
    says so.

    `values` are the numbers that the model expects for paper and ink. `about` holds more entries of
    the card, and replaces those with the same key.

    Raises
    ------
    ModelError
        If Keras runs on another backend than TensorFlow, the model cannot be converted, or the
        outputs of the converted model differ from those of the Keras model.
    """
    require_tensorflow(NEEDS_TENSORFLOW)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".new-") as staging:
        with mended("cannot be converted for LiteRT"):
            ours = as_ours(foreign, values)
            _export(ours, Path(staging), keep_keras=not foreign.is_saved_model)
        told = {"name": "foreign", "calibrated": False, "scaling": values.name}
        card = new_card(Path(staging) / TFLITE, int(ours.outputs[1].shape[-1])) | told
        write_card(Path(staging) / CARD, card | about)
        classifier = Classifier(Path(staging))
        check_parity(ours, lambda given: classifier.infer(given[..., 0]))
        (folder / KERAS).unlink(missing_ok=True)  # an older model's, if this one has none
        move_model(Path(staging), folder)


def _export(model: Any, folder: Path, keep_keras: bool) -> None:
    model(
        np.zeros((1, FIELD_PIXELS, FIELD_PIXELS, 1), np.float32)
    )  # export refuses a model never called before
    model.export(folder / TFLITE, format="litert", verbose=False)
    if keep_keras:
        keras.Model(model.input, model.outputs[0]).save(folder / KERAS)
