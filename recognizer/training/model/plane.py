"""Fits the map of digits: the plane on which those of many hands lie apart as far as they can.

No ink is kept, only the plane, and for each digit the middle and the spread of its place.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from recognizer.disk.atomicfile import write_atomically
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.card import read_card
from recognizer.network.classifier import Classifier
from recognizer.network.path import path_of
from recognizer.network.plane import Plane, plane_record
from recognizer.network.preprocess import preprocess_ink
from recognizer.training.data.datasets import INK_SOURCES, ink_paths, load_digit_inks
from recognizer.training.model.modelfolder import CARD, PLANE, write_card

COUNT = {"train": 4000, "dev": 1500}
"""So many digits of each split are looked at."""
NEIGHBORS = 15
"""So many nearest ones tell whether a place on the plane tells the label."""
_STEPS, _RATE = 300, 0.05
_SHRINKAGE = 1.0  # parts of the mean variance added to each: it fits writers not seen better
_SEED = 1

Numbers = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int_]


def write_plane(folder: Path, data: Path) -> str:
    """Fit the plane of the model in `folder`, and name it in its card; return its worth in words.

    Raises
    ------
    ModelError
        As `Classifier`.
    DataError, InkError
        If the ink in the data folder `data` is missing or damaged.
    """
    classifier = Classifier(folder)
    known, asked = (
        (embeddings_of(inks, classifier), [each.label for each in inks])
        for inks in (_some_inks(data, split) for split in COUNT)
    )
    plane = fit_plane(*known)
    right = neighbors_right(plane, known, asked)
    content = (json.dumps(plane_record(plane)) + "\n").encode()
    card = read_card(folder / CARD).record
    card["plane"] = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "data": [f"{each}, train writers" for each in INK_SOURCES],
        "neighbors_right_on_dev": round(right, 4),
    }
    write_atomically(folder / PLANE, content)
    write_card(folder / CARD, card)
    return f"map of digits: {right:.1%} of the {NEIGHBORS} nearest to a dev digit are the same"


def embeddings_of(inks: list[LabeledInk], classifier: Classifier) -> Numbers:
    """Return the embeddings of inks, (n, size)."""
    rows = []
    for each in inks:
        field, path = preprocess_ink(each.ink), path_of(each.ink)
        rows.append(classifier.look(field[None], path[None]).embeddings[0])
    return np.array(rows, np.float64)


def fit_plane(embeddings: Numbers, labels: list[str]) -> Plane:
    """Return the plane for (n, size) embeddings with these labels.

    First all directions in which labels differ (Fisher's linear discriminants), then the two of
    them, by gradient descent, in which the nearest middle most often is that of the label.
    """
    names = sorted(set(labels))
    numbers = np.array([names.index(each) for each in labels])
    mean = embeddings.mean(axis=0)
    discriminants = _discriminants(embeddings - mean, numbers)
    features = (embeddings - mean) @ discriminants
    discriminants /= features.std(axis=0)
    axes = discriminants @ _two_of(features / features.std(axis=0), numbers)
    places = (embeddings - mean) @ axes
    groups = [places[numbers == k] for k in range(len(names))]
    return Plane(
        axes.T,
        -mean @ axes,
        tuple(names),
        np.array([each.mean(axis=0) for each in groups]),
        np.array([np.cov(each.T) for each in groups]),
    )


def neighbors_right(
    plane: Plane, known: tuple[Numbers, list[str]], asked: tuple[Numbers, list[str]]
) -> float:
    """Return how many of the `NEIGHBORS` nearest `known` ones on the plane have the same label.

    It is the mean over all that are `asked`, as a share in [0, 1]. Both are (n, size) embeddings
    and their labels.
    """
    there, here = (embeddings @ plane.axes.T for embeddings, _ in (known, asked))
    labels, right = np.array(known[1]), []
    for place, label in zip(here, asked[1], strict=True):
        away = ((there - place) ** 2).sum(axis=1)
        right.append((labels[np.argpartition(away, NEIGHBORS)[:NEIGHBORS]] == label).mean())
    return float(np.mean(right))


def _some_inks(data: Path, split: str) -> list[LabeledInk]:
    """Return `COUNT` inks of that split, the same each time."""
    inks = load_digit_inks(ink_paths(data), split)
    chosen = np.random.default_rng(_SEED).permutation(len(inks))[: COUNT[split]]
    return [inks[k] for k in chosen]


def _discriminants(centered: Numbers, labels: Labels) -> Numbers:
    """Return (size, labels - 1) directions in which the labels differ most."""
    groups = [centered[labels == k] for k in range(labels.max() + 1)]
    within = np.sum([np.cov(each.T, bias=True) * len(each) for each in groups], axis=0)
    within /= len(centered)
    within += _SHRINKAGE * np.trace(within) / len(within) * np.eye(len(within))
    widths, ways = np.linalg.eigh(within)
    whitened = ways / np.sqrt(widths)
    between = np.cov(np.array([each.mean(axis=0) for each in groups]).T, bias=True)
    _, turned = np.linalg.eigh(whitened.T @ between @ whitened)
    found: Numbers = whitened @ turned[:, ::-1][:, : len(groups) - 1]
    return found


def _two_of(features: Numbers, labels: Labels) -> Numbers:
    """Return (features, 2) axes on which softmax over the distances to the middles is right."""
    rng, count = np.random.default_rng(_SEED), features.shape[1]
    axes = np.eye(count, 2) + rng.normal(0, 0.2, (count, 2))
    wanted = np.eye(labels.max() + 1)[labels]
    middles = wanted.T @ features / wanted.sum(axis=0)[:, None]
    first, second = np.zeros_like(axes), np.zeros_like(axes)
    for step in range(1, _STEPS + 1):  # Adam, with a rate that falls as a cosine does
        slope = _slope(axes, features, middles, wanted)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        rate = _RATE * (1 + np.cos(np.pi * step / _STEPS)) / 2
        stride = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        axes = axes - rate * stride
    return axes


def _slope(axes: Numbers, features: Numbers, middles: Numbers, wanted: Numbers) -> Numbers:
    away = (features @ axes)[:, None] - middles @ axes
    nats = -(away**2).sum(axis=2)
    chances = np.exp(nats - nats.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    pull = (chances - wanted)[:, :, None] * -2 * away / len(features)
    slope: Numbers = features.T @ pull.sum(axis=1) - middles.T @ pull.sum(axis=0)
    return slope
