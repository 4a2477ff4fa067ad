"""The files of a model: their names, the card, and how they are moved. Needs no Keras."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from recognizer.disk.atomicfile import write_atomically
from recognizer.network.preprocess import PREPROCESSING_VERSION
from recognizer.training.data.datasets import DIGITS

KERAS, TFLITE, CARD = "digits.keras", "digits.tflite", "digits.json"
PATH_KERAS, PATH_TFLITE = "digits.path.keras", "digits.path.tflite"
PLANE = "digits.plane.json"


def new_card(tflite: Path, embedding_size: int) -> dict[str, Any]:
    """Return the card of a model that is not calibrated yet."""
    return {
        "labels": list(DIGITS),
        "preprocessing": PREPROCESSING_VERSION,
        "temperature": 1.0,
        "reject_below": 0.0,
        "embedding_size": embedding_size,
        "sha256": hashlib.sha256(tflite.read_bytes()).hexdigest(),
    }


def write_card(path: Path, card: dict[str, Any]) -> None:
    """Write a model card, whole or not at all."""
    write_atomically(path, (json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode())


def move_model(staging: Path, folder: Path) -> None:
    """Move the files of a model; the card comes last, because it describes the others."""
    folder.mkdir(parents=True, exist_ok=True)
    names = (KERAS, TFLITE, PATH_KERAS, PATH_TFLITE, PLANE, CARD)
    for name in (name for name in names if (staging / name).exists()):
        os.replace(staging / name, folder / name)
