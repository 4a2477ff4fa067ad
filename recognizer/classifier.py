"""The network at work, on LiteRT: fields in, calibrated predictions out. No TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from recognizer.adaptation import Adaptation
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
        Every label, the surest first; the confidences sum to 1. They say which digit it is if it
        is one.
    digitness : float
        How sure it is that it is a digit at all, in [0, 1]; see the function of that name.
    is_digit : bool
        Whether that is enough to pass the model's bar.
    """

    candidates: tuple[Candidate, ...]
    digitness: float
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
        self.adaptation: Adaptation | None = None
        """What a user has taught; predictions follow it."""
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
        logits = np.empty((len(fields), self.card.logit_count), np.float32)
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
        return self.judge(*self.infer(fields))

    def judge(self, logits: FloatArray, embeddings: FloatArray) -> list[Prediction]:
        """Return what `infer` found as predictions, with what has been taught by now."""
        labels, temperature = len(self.card.labels), np.float32(self.card.temperature)
        if self.adaptation:  # log-probabilities are logits / temperature, but for a constant
            shift = self.adaptation.shift(embeddings, self.card.logit_count)
            logits = logits + temperature * shift
        confidences = softmax(logits[:, :labels] / temperature)
        sure = digitness(logits, labels, float(temperature))
        return [self._prediction(*pair) for pair in zip(confidences, sure, strict=True)]

    def place_of(self, label: str) -> int:
        """Return which logit stands for `label`; one after all labels for what is none of them."""
        labels = self.card.labels
        return labels.index(label) if label in labels else len(labels)

    def _prediction(self, confidences: FloatArray, sure: float) -> Prediction:
        pairs = zip(self.card.labels, map(float, confidences), strict=True)
        candidates = sorted((Candidate(*pair) for pair in pairs), key=lambda c: -c.confidence)
        passes = float(sure) >= self.card.reject_below
        return Prediction(tuple(candidates), float(sure), passes)

    def _find_tensors(self, path: Path) -> tuple[int, int, int]:
        """Tell logits from embedding by their sizes; the converter does not keep their names."""
        inputs = self._interpreter.get_input_details()
        outputs = self._interpreter.get_output_details()
        shape = tuple(int(side) for side in inputs[0]["shape"])
        sizes = [int(output["shape"][-1]) for output in outputs]
        wanted = [self.card.logit_count, self.card.embedding_size]
        if shape != (1, FIELD, FIELD, 1) or sorted(sizes) != sorted(wanted):
            raise ModelMismatchError(
                f"{path}: takes {shape} and gives {sizes} numbers; its card promises "
                f"{wanted[0]} logits and {wanted[1]} features"
            )
        if wanted[0] == wanted[1]:
            raise ModelMismatchError(f"{path}: logits and features cannot be told apart")
        logits, embedding = (int(outputs[sizes.index(size)]["index"]) for size in wanted)
        return int(inputs[0]["index"]), logits, embedding


def digitness(logits: FloatArray, labels: int, temperature: float) -> FloatArray:
    """Return how sure a model is that it sees one of its labels at all.

    Parameters
    ----------
    logits : (n, labels) or (n, labels + 1) float32 array
        The last of labels + 1 stands for what is none of them. Without it the confidence of the
        best label has to do (Hendrycks and Gimpel 2017, "A Baseline for Detecting Misclassified
        and Out-of-Distribution Examples").
    labels : int
    temperature : float

    Returns
    -------
    (n,) float32 array in [0, 1]
    """
    chances = softmax(logits / np.float32(temperature))
    if chances.shape[1] == labels:
        return np.asarray(chances.max(axis=1))
    return np.asarray(chances[:, :labels].sum(axis=1).clip(max=1.0))


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
