"""What the layers of a network give: a second interpreter keeps it, made when first asked for."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from recognizer.network.foreign import ForeignNetwork
from recognizer.network.runtime import (
    DTYPES,
    PATH_SHAPE,
    FloatArray,
    Network,
    Shape,
    Tensor,
    told,
)
from recognizer.quiet import quiet_libraries

MAX_LAYERS = 5
"""Of more layers, so many are shown: the first, the last, and some between."""


class Layers:
    """The layers of `network` that are shown: those whose maps say where something is.

    They are found by what they do, not by their names, which the tools that make networks choose
    freely: a layer gives something else for another input, and is no thinned copy of the one before
    (pooling). Of a network without maps, layers of plain numbers are shown, each number as a map
    of one pixel. Not for use by two threads at a time.

    Raises
    ------
    ModelError
        If LiteRT cannot load or run the network so that it keeps what its layers give.
    """

    def __init__(self, network: Network | ForeignNetwork) -> None:
        self._scaled: Callable[[FloatArray], FloatArray] = np.asarray
        if isinstance(network, ForeignNetwork):
            self._scaled, network = network.scaled, network.network
        self._takes = 1, *network.takes
        self._logit_count, _ = network.sizes
        with told("its layers cannot be seen"), quiet_libraries(), warnings.catch_warnings():
            from ai_edge_litert.interpreter import Interpreter

            warnings.simplefilter("ignore")  # "for debugging": memory, which one image needs little
            self._interpreter = Interpreter(
                model_content=network.content,
                num_threads=1,
                experimental_preserve_all_tensors=True,
            )
            self._interpreter.allocate_tensors()
            self._input = Tensor.of(self._interpreter.get_input_details()[0])
            self._tensors = _spread(self._found(network.takes == PATH_SHAPE))

    def look(self, given: FloatArray) -> list[FloatArray]:
        """Return what the layers make of one field or path: (rows, cols, maps) each.

        Rows and columns are those of the field; for a path there is one row of points.
        """
        with told("its layers cannot be seen"):
            self._run(self._scaled(given))
            return [_as_maps(each.numbers(self._interpreter)) for each in self._tensors]

    def _run(self, given: FloatArray) -> None:
        self._input.fill(self._interpreter, given.reshape(self._takes))
        self._interpreter.invoke()

    def _found(self, of_path: bool) -> list[Tensor]:
        """Return what has maps in all that the network works out; else what has plain numbers."""
        details = [each for each in self._interpreter.get_tensor_details() if _may_be_layer(each)]
        moving = self._moving([Tensor.of(each) for each in details])
        maps = [each for each in moving if _has_places(self._shape(each), 3 if of_path else 4)]
        if of_path:  # it adds what a layer gives to what it got: only the sums go on
            return list({self._shape(each)[1]: each for each in maps}.values())
        maps = [each for k, each in enumerate(maps) if not (k and self._thins(maps[k - 1], each))]
        return maps or [each for each in moving if self._is_inside(self._shape(each))]

    def _moving(self, tensors: list[Tensor]) -> list[Tensor]:
        """Return those of `tensors` that differ between two inputs: no weights, which stay."""
        kept = []
        for given in np.random.default_rng(1).random((2, *self._takes), np.float32):
            self._run(self._scaled(given))
            kept.append([self._kept(each) for each in tensors])
        return [
            each
            for each, a, b in zip(tensors, *kept, strict=True)
            if a is not None and b is not None and (a != b).any() and each != self._input
        ]

    def _kept(self, tensor: Tensor) -> FloatArray | None:
        try:
            return tensor.numbers(self._interpreter)
        except ValueError:  # it lives inside a delegate only
            return None

    def _shape(self, tensor: Tensor) -> Shape:
        return tensor.numbers(self._interpreter).shape

    def _thins(self, before: Tensor, after: Tensor) -> bool:
        (_, rows, _, maps), (_, fewer, _, same) = self._shape(before), self._shape(after)
        return maps == same and fewer < rows

    def _is_inside(self, shape: Shape) -> bool:
        """Tell whether plain numbers are neither what goes in, laid in a row, nor the logits."""
        return len(shape) == 2 and shape[1] not in (int(np.prod(self._takes)), self._logit_count)


def _may_be_layer(detail: dict[str, Any]) -> bool:
    return detail["dtype"] in DTYPES and len(detail["shape"]) > 1 and detail["shape"][0] == 1


def _has_places(shape: Shape, rank: int) -> bool:
    return len(shape) == rank and min(shape[1:]) > 1


def _as_maps(kept: FloatArray) -> FloatArray:
    """Return (rows, cols, maps) of what a layer keeps, without its first dimension, a 1."""
    maps: FloatArray = kept[0].reshape((1,) * (4 - kept.ndim) + kept.shape[1:])
    return maps


def _spread(tensors: list[Tensor]) -> list[Tensor]:
    places = np.linspace(0, len(tensors) - 1, min(len(tensors), MAX_LAYERS)).round()
    return [tensors[int(k)] for k in places]
