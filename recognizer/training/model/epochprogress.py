"""Shows the progress of the training, on a terminal and in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from keras.callbacks import Callback
from tqdm import tqdm

from recognizer.training.epochlog import EpochRow


class EpochProgress(Callback):  # type: ignore[misc]  # Keras has no types
    """One line for each step, with the time left for the whole run; on a terminal also a bar.

    A step is a `fit` of one epoch. It is a context manager; leaving it ends the bar. `work` is how
    much work each step of the run is, in any unit. `done` steps were finished in an earlier run.
    """

    def __init__(self, work: Sequence[int], done: int = 0) -> None:
        super().__init__()
        self._work, self._step, self._name = tuple(work), done, ""
        self._before, self._since = sum(work[:done]), time.monotonic()
        self._bar = tqdm(
            total=sum(work),
            initial=self._before,
            smoothing=0,
            file=sys.stdout,
            disable=None,  # no bar where there is no terminal
            bar_format="{desc}  {percentage:3.0f} % of the run  {postfix}  {remaining} left",
        )

    def __enter__(self) -> EpochProgress:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def begin(self, name: str) -> None:
        """Say what the next step is."""
        self._name = name

    def on_train_batch_end(self, batch: int, logs: dict[str, float]) -> None:
        """Advance the bar; Keras calls this."""
        self._bar.set_description_str(self._name, refresh=False)
        self._bar.set_postfix_str(_measured("", logs["loss"], logs["accuracy"]), refresh=False)
        self._bar.update(self._work[self._step] / self.params["steps"])

    def finish(self, row: EpochRow) -> None:
        """Show the figures of a finished step."""
        self._step += 1
        worked, left = sum(self._work[: self._step]) - self._before, sum(self._work[self._step :])
        seconds = (time.monotonic() - self._since) * left / max(worked, 1)
        parts = (
            self._name,
            _measured("", row.loss, row.accuracy),
            _measured("dev ", row.dev_loss, row.dev_accuracy),
            f"{tqdm.format_interval(seconds)} left" if left else "",
        )
        tqdm.write("  ".join(filter(None, parts)), file=sys.stdout)
        sys.stdout.flush()


def _measured(of: str, loss: float, accuracy: float) -> str:
    """Return `loss` and `accuracy` in words; NaN means not measured, and is left out."""
    words = [f"{of}loss {loss:.3f}", f"{of}accuracy {100 * accuracy:.2f} %"]
    return "  ".join(each for each in words if "nan" not in each)
