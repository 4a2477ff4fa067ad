"""Loads the files of a model: which file it is, what it holds, the networks in it."""

from __future__ import annotations

import shlex
from functools import cache
from pathlib import Path

from recognizer.disk.regularfile import read_regular
from recognizer.errors import ModelError, ModelMissingError, naming, reason
from recognizer.network.card import ModelCard, check_path_fits, read_card
from recognizer.network.foreign import ForeignNetwork
from recognizer.network.runtime import FIELD_SHAPE, PATH_SHAPE, Network, Shape
from recognizer.network.trial import try_once
from recognizer.resources import models_dir

MAX_MODEL_BYTES = 512 * 2**20
"""Hundreds of times the shipped model; a VGG-19 has about as much."""
FOREIGN_SUFFIXES = (".h5", ".hdf5", ".keras", ".onnx")
"""Of models that `recognizer model export` makes a folder of, or says how to."""


def tflite_path(model: Path) -> Path:
    """Return the ``.tflite`` file that is meant by `model`, a file or a folder.

    Raises
    ------
    ModelError
        If it is no model, with what to do about it.
    """
    with naming(model, ModelError, OSError, ValueError):
        is_folder, exists = model.is_dir(), model.exists()
    if is_folder:
        if (model / "saved_model.pb").exists():
            raise ModelError(f"{model}: a SavedModel; {_make_one_of(model)}")
        return model / "digits.tflite"
    if exists and model.suffix.lower() in FOREIGN_SUFFIXES:
        raise ModelError(f"{model}: not a model folder; {_make_one_of(model)}")
    if exists and model.suffix != ".tflite":
        raise ModelError(f"{model}: give a .tflite file, or the folder it lies in")
    if exists and not model.with_suffix(".json").exists():
        raise ModelMissingError(f"{model}: no model card beside it; {_make_one_of(model)}")
    return model


def _make_one_of(model: Path) -> str:
    return f"make a folder of it: recognizer model export {shlex.quote(str(model))}"


def read_model(path: Path) -> bytes:
    """Return the content of a ``.tflite`` file.

    Raises
    ------
    ModelError
        If it cannot be read.
    """
    try:
        return read_regular(path, MAX_MODEL_BYTES)
    except FileNotFoundError:
        raise ModelMissingError(f"{path}: no model here") from None
    except OSError as error:
        raise ModelError(f"{path}: {reason(error)}") from None


def picture_network(content: bytes, card: ModelCard, path: Path) -> Network | ForeignNetwork:
    """Return the network for pictures in `content`, which was read from `path`.

    Raises
    ------
    ModelError
        If it cannot be loaded, or is not what the card promises.
    """
    if not card.foreign:
        sizes = card.logit_count, card.embedding_size
        return _network(content, card.sha256, sizes, FIELD_SHAPE, path)
    network = _network(content, card.sha256, (card.logit_count, 0), card.foreign.shape, path)
    return ForeignNetwork(network, card.foreign)


def path_network(card: ModelCard, path: Path) -> Network | None:
    """Return the network for paths in the file `path`; None if the card names none.

    Raises
    ------
    ModelError
        As `picture_network`.
    """
    if not card.path:
        return None
    content = read_model(path)
    check_path_fits(card.path, content, path)
    sizes = card.logit_count, card.path.embedding_size
    return _network(content, card.path.sha256, sizes, PATH_SHAPE, path)


def _network(
    content: bytes, sha256: str, sizes: tuple[int, int], takes: Shape, path: Path
) -> Network:
    """Return the network in `content`; one that is not shipped is tried first."""
    try:
        if sha256 not in _shipped():
            try_once(content, *sizes, takes)
        return Network(content, *sizes, takes)
    except ModelError as error:
        raise type(error)(f"{path}: {error}") from None


@cache
def _shipped() -> frozenset[str]:
    """Return the checksums of the networks that came with the program."""
    cards = [read_card(path) for path in models_dir().glob("**/digits.json")]
    paths = (card.path.sha256 for card in cards if card.path)
    return frozenset([*(card.sha256 for card in cards), *paths])
