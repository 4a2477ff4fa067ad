"""What a training run leaves for people: its history and pictures of what the model does."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from recognizer.errors import DataError, reason
from recognizer.network.classifier import Classifier, softmax
from recognizer.training.data.datasets import LabeledImages
from recognizer.training.folders import make_folder
from recognizer.training.history import read_history
from recognizer.training.measure.charts import draw_learning_curves, write_report


def write_run_report(model: Path, history: Path, dev: LabeledImages, folder: Path) -> None:
    """Move the history of a finished run into `folder` and draw the pictures beside it.

    Parameters
    ----------
    model : Path
        The folder of the published model.
    history : Path
        Of the run; see `recognizer.training.history`. There is none of a run without epochs.
    dev : LabeledImages
        Held-out digits, to show what is misread.
    folder : Path
        Made if it is not there.

    Raises
    ------
    DataError
        If `folder` cannot be written.
    """
    make_folder(folder)
    if history.exists():
        _move(history, folder / history.name)
        draw_learning_curves(read_history(folder / history.name), folder / "learning-curves.png")
    classifier = Classifier(model)
    logits, _ = classifier.infer(dev.fields)
    # As `Classifier.predict` has it: over the digits alone, which is what was calibrated.
    digits = logits[:, : len(classifier.card.labels)]
    chances = softmax(digits / np.float32(classifier.card.temperature))
    write_report(folder, dev.images, dev.labels, chances, "dev digits")


def _move(file: Path, place: Path) -> None:
    try:
        shutil.move(file, place)  # not os.replace: the folder may be on another disk
    except OSError as error:
        raise DataError(f"{place}: {reason(error)}") from None
