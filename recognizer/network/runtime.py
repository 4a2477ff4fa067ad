"""A LiteRT network: logits and embeddings out. All that goes wrong is a `ModelError`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.errors import ModelError, ModelMismatchError
from recognizer.network.path import CHANNELS, PATH_POINTS
from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.quiet import quiet_libraries

FloatArray = npt.NDArray[np.float32]
Shape = tuple[int, ...]

FIELD_SHAPE: Shape = FIELD_PIXELS, FIELD_PIXELS, 1
"""What a network for pictures takes."""
PATH_SHAPE: Shape = PATH_POINTS, len(CHANNELS)
"""What a network for paths takes."""
DTYPES = (np.float32, np.uint8, np.int8)
"""The kinds of numbers that it may take and give."""


class Network:
    """A loaded ``.tflite`` file. Buffers are made once. Not for use by two threads at a time.

    With an `embedding_size` of 0 it gives logits alone. It may take and give whole numbers of eight
    bits instead of floats. A network that lies about itself can end the process (`network/trial`).

    Raises
    ------
    ModelError
        If LiteRT cannot load it.
    ModelMismatchError
        If it takes or gives something else than so many logits and such an embedding.
    """

    def __init__(
        self,
        content: bytes,
        logit_count: int,
        embedding_size: int,
        takes: Shape = FIELD_SHAPE,
    ) -> None:
        self.sizes = logit_count, embedding_size
        self._takes = 1, *takes
        self.content, self.takes = content, takes
        with told("no LiteRT model"), quiet_libraries():
            from ai_edge_litert.interpreter import Interpreter

            self._interpreter = Interpreter(model_content=content, num_threads=1)
            self._interpreter.allocate_tensors()
            inputs, outputs = (
                self._interpreter.get_input_details(),
                self._interpreter.get_output_details(),
            )
        self._input, self._logits, self._embedding = self._find_tensors(inputs, outputs)

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the largest number that it takes; of floats, minus and plus infinity."""
        return self._input.bounds

    def infer(self, given: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return logits (n, logit_count) and embeddings (n, embedding_size) of n fields or paths.

        Raises
        ------
        ModelError
            If LiteRT cannot run it, or it gives what is no number.
        """
        logit_count, embedding_size = self.sizes
        logits = np.empty((len(given), logit_count), np.float32)
        embeddings = np.empty((len(given), embedding_size), np.float32)
        # One at a time: on one thread a real batch is no faster (scripts/benchmark.py measures
        # both), and the buffers for one image are there already.
        with told("the network cannot be run"):
            for i, each in enumerate(given):
                self._input.fill(self._interpreter, each.reshape(self._takes))
                self._interpreter.invoke()
                logits[i] = self._logits.numbers(self._interpreter)[0]
                if self._embedding:
                    embeddings[i] = self._embedding.numbers(self._interpreter)[0]
        if not all(cv2.checkRange(each)[0] for each in (logits, embeddings)):
            raise ModelError("the network gives what is no number")
        return logits, embeddings

    def _find_tensors(
        self, inputs: list[dict[str, Any]], outputs: list[dict[str, Any]]
    ) -> tuple[Tensor, Tensor, Tensor | None]:
        """Tell logits from embedding by their sizes; the converter does not keep their names."""
        logit_count, embedding_size = self.sizes
        takes = [tuple(map(int, each["shape"])) for each in inputs]
        gives = [tuple(map(int, each["shape"])) for each in outputs]
        wanted = [(1, size) for size in self.sizes if size]
        if takes != [self._takes] or sorted(gives) != sorted(wanted):
            raise ModelMismatchError(
                f"takes {_said(takes)} and gives {_said(gives)} numbers; its card promises "
                f"{logit_count} logits and {embedding_size} features"
            )
        if logit_count == embedding_size:
            raise ModelMismatchError("logits and features cannot be told apart")
        logits, *embedding = (Tensor.of(outputs[gives.index(shape)]) for shape in wanted)
        return Tensor.of(inputs[0]), logits, embedding[0] if embedding else None


@dataclass(frozen=True)
class Tensor:
    """Numbers in a network, such as its input; `dtype` may be one of eight bits with a scale."""

    index: int
    dtype: type[np.generic]
    scale: float
    zero: int

    @classmethod
    def of(cls, details: dict[str, Any]) -> Tensor:
        """Return the tensor that LiteRT describes so."""
        dtype = details["dtype"]
        if dtype not in DTYPES:
            raise ModelMismatchError("takes or gives neither 32-bit floats nor 8-bit numbers")
        scale, zero = details["quantization"]  # 0, 0 without one
        return cls(int(details["index"]), dtype, float(scale) or 1.0, int(zero))

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the largest number that it takes."""
        if self.dtype is np.float32:
            return -math.inf, math.inf
        ends = np.iinfo(self.dtype)  # type: ignore[type-var]
        return (ends.min - self.zero) * self.scale, (ends.max - self.zero) * self.scale

    def fill(self, interpreter: Any, numbers: FloatArray) -> None:
        """Put in these numbers."""
        if self.dtype is np.float32:
            interpreter.set_tensor(self.index, numbers)
            return
        bounds = np.iinfo(self.dtype)  # type: ignore[type-var]
        whole = np.rint(numbers / self.scale + self.zero).clip(bounds.min, bounds.max)
        interpreter.set_tensor(self.index, whole.astype(self.dtype))

    def numbers(self, interpreter: Any) -> FloatArray:
        """Return what is in it."""
        given = interpreter.get_tensor(self.index)
        if self.dtype is np.float32:
            return np.asarray(given)
        return np.asarray((given.astype(np.float32) - self.zero) * np.float32(self.scale))


def _said(shapes: list[tuple[int, ...]]) -> str:
    return ", ".join("x".join(map(str, shape)) for shape in shapes)


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn whatever LiteRT raises, which may be anything, into a `ModelError`."""
    try:
        yield
    except ModuleNotFoundError:
        raise
    except Exception as error:
        said = " ".join(str(error).split())  # in one line
        raise ModelError(f"{what}: {said}") from None
