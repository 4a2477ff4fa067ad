"""How a model is made: what an epoch is made of and how the network is fitted to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mixture:
    """What one epoch is made of.

    Parameters
    ----------
    data : Path
        The shared data folder (``mnist/`` and ``ink/``).
    mnist_per_epoch : int
        Images of MNIST train, drawn without repetition.
    renderings : int
        Variations of each train ink.
    seed : int
        Together with the epoch it fixes every random choice, so a resumed run is the same run.
    limit : int
        Use only so many of each source; 0 for all. For trials and tests.
    """

    data: Path
    mnist_per_epoch: int = 30_000
    renderings: int = 3
    seed: int = 1
    limit: int = 0


@dataclass(frozen=True)
class Recipe:
    """How the network is fitted.

    AdamW with a linear warm-up and a cosine decay to zero; figures from
    shared/design/measured.md (99.67 % on MNIST in 30 epochs of 60,000).
    """

    epochs: int = 24
    batch: int = 128
    peak_rate: float = 4e-3
    weight_decay: float = 0.01
    warm_up: float = 0.15  # part of all steps
    width: int = 24
    dropout: float = 0.2
    seed: int = 1
