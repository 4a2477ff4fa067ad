"""The recipe of a model: its data, the phases of its training, its network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """Where the data is, and how much of it is used.

    `limit` is how many items of each source are used, 0 for all; it is for trials and tests.
    `judge` is the folder of an earlier model that decides which outliers look like digits.
    """

    folder: Path
    limit: int = 0
    judge: Path | None = None


@dataclass(frozen=True)
class Phase:
    """Several epochs in which the learning rate rises to its peak and falls to zero.

    Parameters
    ----------
    name : str
    epochs : int
    peak_rate : float
        Largest learning rate of AdamW: a linear warm-up to it, then a cosine decay.
    strength : float
        Strength of the augmentation, in [0, 1].
    mnist_per_epoch : int
        Number of MNIST train images in an epoch, drawn without repetition.
    untouched : float
        Part of them that is not varied, in [0, 1]: varying blurs an image a little.
    renderings : int
        How many times each train ink is varied in an epoch.
    outliers : int
        Number of non-digits in an epoch, each varied anew.
    """

    name: str
    epochs: int
    peak_rate: float
    strength: float
    mnist_per_epoch: int
    untouched: float = 0.0
    renderings: int = 2
    outliers: int = 24_000

    def images(self, inks: int) -> int:
        """Return the number of images in an epoch, for a number of train inks of digits."""
        return self.mnist_per_epoch + self.renderings * inks + self.outliers


BOLD = Phase("bold", epochs=9, peak_rate=2e-3, strength=1.0, mnist_per_epoch=25_000)
"""First learn from strong variation, stronger than that of any one hand."""
CALM = Phase("calm", epochs=5, peak_rate=1e-3, strength=0.4, mnist_per_epoch=60_000, untouched=0.5)
"""Then learn from digits as people write them.

After the bold phase alone, 99.3 % of MNIST are read, and 99.7 % when it is blurred: varied images
are never crisp. So half of MNIST is not varied here.
"""


@dataclass(frozen=True)
class Recipe:
    """Everything except the data that determines a model. The same seed gives the same run."""

    phases: tuple[Phase, ...] = (BOLD, CALM)
    batch: int = 128
    weight_decay: float = 0.01
    warm_up: float = 0.15  # as a part of the steps of a phase
    width: int = 24
    dropout: float = 0.2
    seed: int = 1

    @property
    def epochs(self) -> int:
        """Number of epochs of all phases."""
        return sum(phase.epochs for phase in self.phases)

    def phase_of(self, epoch: int) -> Phase:
        """Return the phase that `epoch`, counted from 0, belongs to."""
        return next(phase for start, phase in self._starts() if start <= epoch)

    def begins_phase(self, epoch: int) -> bool:
        """Tell whether `epoch`, counted from 0, is the first of its phase."""
        return any(start == epoch for start, _ in self._starts())

    def _starts(self) -> list[tuple[int, Phase]]:
        """Return (first epoch, phase) of each phase that has epochs, the last phase first."""
        starts = [sum(p.epochs for p in self.phases[:i]) for i in range(len(self.phases))]
        pairs = zip(starts, self.phases, strict=True)
        return [pair for pair in reversed(list(pairs)) if pair[1].epochs]
