"""Where the network looked: cover a place, and see how much it doubts.

Occlusion (Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional Networks",
section 4.2) asks the network as it is, and nothing of its inside: no gradients, so that it works
for every model LiteRT can run.

Only ink is covered. The reverse, ink put where there was none, was tried, too: it lights up the
empty corners where a stroke would make another digit, which no learner takes for "looked at".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from recognizer.errors import ModelError
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import FIELD_PIXELS, Field

PATCH_PIXELS = 5
"""Side in pixels of what is covered. A stroke is 2 to 3 wide: with 3 it is only thinned, and the
map grows noisy; from 6 on the two bows of an 8 cannot be told apart."""
STRIDE_PIXELS = 2
_MIN_PATCH_INK = 0.1  # patches over less ink are skipped
_SMOOTHING = np.array([1, 2, 1], np.float32) / 4  # takes the steps of the stride away
_MIN_FALL_NATS = 1.0  # nats: where nothing weighs more, the map stays dark instead of showing noise


def occlusion(classifier: Classifier, field: Field, label: str) -> Field:
    """Return how much each place of `field` (28, 28) speaks for `label`, in [0, 1].

    1 where its odds fall most when the place is covered, 0 where they do not fall; zeros if there
    is no ink. The label is a symbol, or `NONE` for a model with an outlier logit. The classifier
    pauses before each place, every half a millisecond.

    Raises
    ------
    ModelError
        If the model does not know it.
    """
    places = classifier.places_of(label)
    if not places:
        raise ModelError("the model has no logit for what is none of the symbols")
    patches = _patches(field)
    if not len(patches):
        return np.zeros((FIELD_PIXELS, FIELD_PIXELS), np.float32)
    covered = np.where(patches, np.float32(0), field)
    falls = _log_odds(classifier, field[None], places) - _log_odds(classifier, covered, places)
    return _shaped(falls, patches)


def _patches(field: Field) -> npt.NDArray[np.bool_]:
    """Return (n, 28, 28) masks: squares at every stride, over the edge too, that cover ink."""
    starts = np.arange(1 - PATCH_PIXELS, FIELD_PIXELS, STRIDE_PIXELS)[:, None]
    along = (np.arange(FIELD_PIXELS) >= starts) & (np.arange(FIELD_PIXELS) < starts + PATCH_PIXELS)
    squares = (along[:, None, :, None] & along[None, :, None, :]).reshape(
        -1, FIELD_PIXELS, FIELD_PIXELS
    )
    inked = (squares * field).max(axis=(1, 2)) > _MIN_PATCH_INK
    return np.asarray(squares[inked], bool)


def _log_odds(
    classifier: Classifier, fields: Field, places: Sequence[int]
) -> npt.NDArray[np.float32]:
    """Return (n,) logarithms of the chance of some logits against all others.

    The chance itself hardly moves where the network is sure; its odds do.
    """
    logits = np.concatenate([classifier.infer(each[None])[0] for each in fields])
    others = np.delete(logits, places, axis=1)
    ours = np.logaddexp.reduce(logits[:, places], axis=1)
    return np.asarray(ours - np.logaddexp.reduce(others, axis=1))


def _shaped(falls: npt.NDArray[np.float32], patches: npt.NDArray[np.bool_]) -> Field:
    """Lay the falls where their patches were, smoothed, the largest at 1."""
    times = patches.sum(axis=0)
    heat = np.tensordot(falls.clip(0), patches.astype(np.float32), axes=1) / times.clip(1)
    for axis in (0, 1):
        heat = np.apply_along_axis(np.convolve, axis, heat, _SMOOTHING, "same")
    return np.asarray(heat / max(float(heat.max()), _MIN_FALL_NATS), np.float32)
