"""``recognizer model export``: makes a model folder of anybody's digit model."""

from __future__ import annotations

import math
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recognizer.commands.model.samples import samples
from recognizer.console import printable
from recognizer.errors import ModelError
from recognizer.training.commandline import load_keras
from recognizer.training.data.datasets import LabeledImages
from recognizer.training.others.valuerange import Fit, FloatArray, ValueRange, find_range, fit_range
from recognizer.version import DISTRIBUTION

_ONNX = (
    "an ONNX model. Make a .tflite of it first, in an environment of its own, because onnx2tf asks "
    "for other versions than ours: `python -m venv onnx; onnx/bin/pip install onnx2tf; "
    "onnx/bin/onnx2tf -i {name} -o converted`. Then: `recognizer model export "
    "converted/{stem}_float32.tflite`"
)


parse_range = ValueRange.parse


def export(model: Path, out: Path | None, values: ValueRange | None, trusts: bool = False) -> int:
    """Write the folder `out`, say what was found, and return the exit code.

    `values` are the numbers that it expects for paper and ink; they are measured if left out.

    Raises
    ------
    ModelError
        If `model` is no digit model, or cannot be converted.
    """
    if model.suffix.lower() == ".onnx" and model.exists():
        names = {"name": shlex.quote(str(model)), "stem": model.stem}
        raise ModelError(f"{model}: {_ONNX.format(**names)}")
    folder = out or Path(f"{model.resolve().stem}-digits")
    is_lite = model.suffix.lower() == ".tflite"
    fit, count = (_of_tflite if is_lite else _of_keras)(model, folder, values, trusts)
    how = "as given" if values else "detected"
    place = printable(shlex.quote(str(folder)))
    sys.stdout.write(
        f"{printable(model.name)}: takes {fit.values.name} for paper..ink ({how})\n"
        f"reads {fit.accuracy:.1%} of {count} digits of ours right; not calibrated\n"
        f"{place}: written; try it with: recognizer --model {place}\n"
    )
    return 0


def _of_tflite(model: Path, folder: Path, values: ValueRange | None, _: bool) -> tuple[Fit, int]:
    from recognizer.training.others.litert import adopt_tflite, open_tflite

    foreign, digits = open_tflite(model), samples()
    fit = _fit(foreign.chances_of, digits, values, model, foreign.network.bounds)
    adopt_tflite(foreign, fit.values, folder, _about(model, values))
    return fit, len(digits)


def _of_keras(
    model: Path, folder: Path, values: ValueRange | None, trusts: bool
) -> tuple[Fit, int]:
    try:
        load_keras()
    except ModuleNotFoundError as error:
        raise ModelError(
            f"{model}: {error.name} is missing; all but .tflite needs: "
            f"pip install '{DISTRIBUTION}[train]' (in a checkout: pip install -e '.[train]')"
        ) from None

    from recognizer.training.others.adopt import adopt
    from recognizer.training.others.foreign import open_foreign

    foreign, digits = open_foreign(model, trusts), samples()
    fit = _fit(foreign.chances_of, digits, values, model)
    about = _about(model, values)
    about["network"] = {"parameters": int(foreign.model.count_params())}
    try:
        adopt(foreign, fit.values, folder, about)
    except ModelError as error:
        raise ModelError(f"{model}: {error}") from None
    return fit, len(digits)


def _fit(
    chances_of: Callable[[FloatArray], FloatArray],
    digits: LabeledImages,
    values: ValueRange | None,
    model: Path,
    bounds: tuple[float, float] = (-math.inf, math.inf),
) -> Fit:
    try:
        if values:
            return fit_range(chances_of, digits, values)
        return find_range(chances_of, digits, bounds)
    except ModelError as error:
        raise ModelError(f"{model}: {error}") from None


def _about(model: Path, values: ValueRange | None) -> dict[str, Any]:
    return {
        "name": model.resolve().stem,
        "source": model.name,
        "scaling_detected": values is None,
    }
