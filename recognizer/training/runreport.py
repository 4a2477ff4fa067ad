"""What a training run leaves for people: its history and pictures of what the model does."""

from __future__ import annotations

import os
from pathlib import Path

from recognizer.classifier import Classifier, softmax
from recognizer.errors import DataError, reason
from recognizer.training.charts import draw_learning_curves, write_report
from recognizer.training.datasets import LabeledImages
from recognizer.training.history import read_history


def write_run_report(model: Path, history: Path, dev: LabeledImages, folder: Path) -> None:
    """Move the history of a finished run into `folder` and draw the pictures beside it.

    Parameters
    ----------
    model : Path
        The folder of the published model.
    history : Path
        Of the run; see `recognizer.training.history`.
    dev : LabeledImages
        Held-out digits, to show what is misread.
    folder : Path
        Made if it is not there.

    Raises
    ------
    DataError
        If `folder` cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.replace(history, folder / history.name)
    except OSError as error:
        raise DataError(f"{folder}: {reason(error)}") from None
    draw_learning_curves(read_history(folder / history.name), folder / "learning-curves.png")
    classifier = Classifier(model)
    logits, _ = classifier.infer(dev.fields)
    labels = len(classifier.card.labels)
    chances = softmax(logits / classifier.card.temperature)[:, :labels]
    write_report(folder, dev.images, dev.labels, chances, "dev digits")
