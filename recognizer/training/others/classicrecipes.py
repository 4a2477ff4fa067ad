"""How five other drawing boards train their networks, and what they report. Needs no Keras.

If a source does not state its layers or its optimizer, those of the tutorial that it follows are
assumed; otherwise the defaults of Keras at that time. Each assumption stands beside its recipe.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ClassicRecipe:
    """How a source trains its network, on MNIST train without augmentation; 0 epochs: no training.

    The last part `validation` of MNIST train is held out, and so not trained on. `values` are the
    numbers for paper and ink, a name in `valuerange.RANGES`. `reported` and `reported_loss` are the
    source's accuracy in [0, 1] and cross-entropy in nats on MNIST test.
    """

    epochs: int
    batch: int = 32
    optimizer: str = "adam"
    rate: float = 0.001
    validation: float = 0.0
    values: str = "0..1"
    reported: float | None = None
    reported_loss: float | None = None


CLASSICS = {
    # Nothing is trained: the network is the reference images. The source reports no accuracy.
    "correlation": ClassicRecipe(epochs=0),
    # The widths 128 and 32, Adam and batches of 32 are assumed.
    "dense": ClassicRecipe(epochs=25, validation=0.2, reported=0.9769),
    # Layers and parameters are those of keras.io/examples/vision/mnist_convnet (F. Chollet), so its
    # recipe is assumed, too: 15 epochs in batches of 128, a tenth held out.
    "conv-small": ClassicRecipe(
        epochs=15, batch=128, validation=0.1, reported=0.9907, reported_loss=0.081
    ),
    # Adadelta, as in the old Keras example mnist_cnn that it comes from, with a rate of 1, Keras's
    # default then (M. Zeiler 2012). With today's default of 0.001 it would stop near 85 %.
    "conv-wide": ClassicRecipe(
        epochs=10, batch=128, optimizer="adadelta", rate=1.0, reported=0.9905
    ),
    # Raw bytes, because the source never scales them. Adam is assumed.
    "conv-flat": ClassicRecipe(epochs=5, values="0..255", reported=0.9754),
}
"""By name, those that train fastest first."""
