"""The network at work, on LiteRT: fields in, calibrated predictions out. No TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from recognizer.errors import ModelError, ModelMismatchError, ModelMissingError, reason
from recognizer.modelcard import ModelCard, check_fits, read_card
from recognizer.preprocess import FIELD
from recognizer.quiet import quiet_libraries
from recognizer.resources import models_dir

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Candidate:
    """One label the ink may stand for, with its calibrated confidence in [0, 1]."""

    label: str
    confidence: float


@dataclass(frozen=True)
class Prediction:
    """What the network makes of one field.

    Parameters
    ----------
    candidates : tuple of Candidate
        Every label, the surest first; the confidences sum to 1.
    is_digit : bool
        Whether the best candidate is sure enough to be taken for a digit at all.
    """

    candidates: tuple[Candidate, ...]
    is_digit: bool

    @property
    def best(self) -> Candidate:
        """The surest candidate."""
        return self.candidates[0]


class Classifier:
    """A loaded model. One thread; buffers are made once. Not for use by two threads at a time.

    Parameters
    ----------
    model : Path, optional
        A ``.tflite`` file with its card (``.json``) beside it, or a folder that holds
        ``digits.tflite`` and ``digits.json``. The shipped model if left out.

    Raises
    ------
    ModelMissingError, ModelMismatchError, ModelError
        See `recognizer.errors`.
    """

    def __init__(self, model: Path | None = None) -> None:
        path = _tflite_path(model or models_dir())
        content = _read_model(path)
        self.card: ModelCard = read_card(path.with_suffix(".json"))
        check_fits(self.card, content, path)
        self._interpreter = _interpreter(content, path)
        self._input, self._logits, self._embedding = self._find_tensors(path)

    def infer(self, fields: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Run the network.

        Parameters
        ----------
        fields : (n, 28, 28) float32 array in [0, 1]

        Returns
        -------
        logits : (n, labels) float32 array
        embeddings : (n, embedding_size) float32 array

        Raises
        ------
        ValueError
            If `fields` has another shape.
        """
        if fields.ndim != 3 or fields.shape[1:] != (FIELD, FIELD):
            raise ValueError(f"fields must have shape (n, {FIELD}, {FIELD}); got {fields.shape}")
        logits = np.empty((len(fields), len(self.card.labels)), np.float32)
        embeddings = np.empty((len(fields), self.card.embedding_size), np.float32)
        # One at a time: on one thread a real batch is no faster (scripts/benchmark.py measures
        # both), and the buffers for one image are there already.
        for i, field in enumerate(fields):
            self._interpreter.set_tensor(self._input, field[None, :, :, None])
            self._interpreter.invoke()
            logits[i] = self._interpreter.get_tensor(self._logits)[0]
            embeddings[i] = self._interpreter.get_tensor(self._embedding)[0]
        return logits, embeddings

    def predict(self, fields: FloatArray) -> list[Prediction]:
        """Return a prediction for each of (n, 28, 28) float32 `fields` in [0, 1]."""
        logits, _ = self.infer(fields)
        return [self._prediction(row) for row in softmax(logits / self.card.temperature)]

    def _prediction(self, confidences: Sequence[float] | FloatArray) -> Prediction:
        pairs = zip(self.card.labels, map(float, confidences), strict=True)
        candidates = sorted((Candidate(*pair) for pair in pairs), key=lambda c: -c.confidence)
        sure = candidates[0].confidence >= self.card.reject_below
        return Prediction(tuple(candidates), is_digit=sure)

    def _find_tensors(self, path: Path) -> tuple[int, int, int]:
        """Tell logits from embedding by their sizes; the converter does not keep their names."""
        inputs = self._interpreter.get_input_details()
        outputs = self._interpreter.get_output_details()
        shape = tuple(int(side) for side in inputs[0]["shape"])
        sizes = [int(output["shape"][-1]) for output in outputs]
        wanted = [len(self.card.labels), self.card.embedding_size]
        if shape != (1, FIELD, FIELD, 1) or sorted(sizes) != sorted(wanted):
            raise ModelMismatchError(
                f"{path}: takes {shape} and gives {sizes} numbers; its card promises "
                f"{wanted[0]} labels and {wanted[1]} features"
            )
        if wanted[0] == wanted[1]:
            raise ModelMismatchError(f"{path}: labels and features cannot be told apart")
        logits, embedding = (int(outputs[sizes.index(size)]["index"]) for size in wanted)
        return int(inputs[0]["index"]), logits, embedding


def softmax(logits: FloatArray) -> FloatArray:
    """Return the softmax over the last axis; the same shape and dtype."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: FloatArray = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def _tflite_path(model: Path) -> Path:
    try:
        is_folder, exists = model.is_dir(), model.exists()
    except (OSError, ValueError) as error:
        raise ModelError(f"{model}: {reason(error)}") from None
    if exists and not is_folder and model.suffix != ".tflite":
        raise ModelError(f"{model}: give a .tflite file, or the folder it lies in")
    return model / "digits.tflite" if is_folder else model


def _read_model(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ModelMissingError(f"{path}: no model here") from None
    except OSError as error:
        raise ModelError(f"{path}: {reason(error)}") from None


def _interpreter(content: bytes, path: Path) -> Any:
    from ai_edge_litert.interpreter import Interpreter

    try:
        with quiet_libraries():
            interpreter = Interpreter(model_content=content, num_threads=1)
            interpreter.allocate_tensors()
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"{path}: no LiteRT model: {error}") from None
    return interpreter
