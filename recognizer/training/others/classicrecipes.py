"""How five other drawing boards train their networks, and what they report. No Keras here.

Where a source does not say what its layers and its optimizer are, the tutorial it follows does;
where that is silent too, Keras' defaults of its time hold. Each assumption stands beside its
recipe.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ClassicRecipe:
    """How a source's network is trained, on MNIST train alone and unvaried; 0 epochs fit nothing.

    A part `validation` of MNIST train, the last of it, is held out and so not trained on. `values`
    are the numbers for paper and ink, a name in `valuerange.RANGES`. The source reports for MNIST
    test an accuracy in [0, 1], and a cross-entropy in nats.
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
    # Nothing is fitted: the network is the reference images. The source gives no figure.
    "correlation": ClassicRecipe(epochs=0),
    # The widths 128 and 32, Adam and batches of 32 are assumed.
    "dense": ClassicRecipe(epochs=25, validation=0.2, reported=0.9769),
    # Layers and count are those of keras.io/examples/vision/mnist_convnet (F. Chollet), so its
    # recipe is taken too: 15 epochs in batches of 128, a tenth held out.
    "conv-small": ClassicRecipe(
        epochs=15, batch=128, validation=0.1, reported=0.9907, reported_loss=0.081
    ),
    # Adadelta as in the old mnist_cnn example of Keras it comes from, with the rate of 1 that was
    # Keras' default then (M. Zeiler 2012); with today's 0.001 it would stop near 85 %.
    "conv-wide": ClassicRecipe(
        epochs=10, batch=128, optimizer="adadelta", rate=1.0, reported=0.9905
    ),
    # Raw bytes, as it never scales them. Adam is assumed.
    "conv-flat": ClassicRecipe(epochs=5, values="0..255", reported=0.9754),
}
"""By name, in the order of what they cost to train."""
