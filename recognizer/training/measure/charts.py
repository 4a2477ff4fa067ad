"""How the training went and how far the readings can be trusted, as pictures for people.

Colors are those of Okabe and Ito (2008), told apart in print and by the color blind; what a
color says, a mark, a line style or a number says too. Figures are drawn with Agg, without pyplot
and its global state.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter
from sklearn.metrics import classification_report

from recognizer.errors import DataError, reason
from recognizer.training.data.datasets import DIGITS, Chances, Images, Labels
from recognizer.training.draw.sheets import misread_sheet, sample_sheet, save_png
from recognizer.training.folders import make_folder
from recognizer.training.history import EpochRow
from recognizer.training.measure.accuracy import wilson_interval
from recognizer.training.measure.certainty import calibration_error
from recognizer.training.measure.confidence import Bin, bins_of_confidence, error_by_coverage

BLUE, VERMILION, GRAY, PALE = "#0072B2", "#D55E00", "#666666", "#dddddd"
NAMED_COVERAGES = ((1.0, "o"), (0.99, "s"), (0.95, "^"))
"""Parts of the readings whose error a chart tells in figures, and the mark of each."""
_DPI = 120


def draw_learning_curves(history: Sequence[EpochRow], path: Path) -> None:
    """Draw loss and accuracy of each epoch, while learning and on `dev`, as a PNG file.

    Raises
    ------
    ValueError
        If no epoch has been finished.
    DataError
        If the file cannot be written.
    """
    if not history:
        raise ValueError("no epochs to draw")
    figure = Figure(figsize=(8, 8), dpi=_DPI, layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True)
    _draw_curves(above, history, "loss", 1)
    above.set(ylabel="cross-entropy (nats, log scale)", yscale="log")
    above.set_title("Loss: how far the network is from being sure and right", pad=22)
    above.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    above.yaxis.set_minor_formatter(FuncFormatter(lambda value, _: _if_round(value)))
    _draw_curves(below, history, "accuracy", 100)
    below.set(ylabel="read right (%)", xlabel="epoch")
    below.set_title(_accuracy_title(history[-1]), pad=22)
    below.set_xlim(history[0].epoch - 0.5, history[-1].epoch + 0.5)
    below.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    _save(figure, path)


def draw_confusion(labels: Labels, read: Labels, path: Path, title: str) -> None:
    """Draw how often each digit was read as each other one.

    Parameters
    ----------
    labels, read : (n,) uint8 arrays
        Digits, 0 to 9.
    path : Path
    title : str
        What was read.

    Raises
    ------
    DataError
        If the file cannot be written.
    """
    counts = np.zeros((len(DIGITS), len(DIGITS)), int)
    np.add.at(counts, (labels, read), 1)
    mistakes = counts - np.diag(counts.diagonal())
    figure = Figure(figsize=(8, 7.6), dpi=_DPI, layout="constrained")
    axes = figure.subplots()
    # Only mistakes are colored: beside what is right they would all be equally pale.
    mistaken = np.ma.masked_equal(mistakes, 0)
    axes.imshow(mistaken, cmap="Oranges", vmin=0, vmax=max(1, 1.6 * mistakes.max()))
    for row, column in np.ndindex(counts.shape):
        _write_count(axes, row, column, int(counts[row, column]))
    digits, between = range(len(DIGITS)), np.arange(0.5, len(DIGITS) - 1)
    axes.set(xlabel="read as", ylabel="digit written", xticks=digits, yticks=digits)
    axes.set_xticks(between, minor=True)
    axes.set_yticks(between, minor=True)
    axes.grid(which="minor", color=PALE)
    axes.tick_params(which="both", length=0)
    axes.set_title(f"{title}: {mistakes.sum():,} of {counts.sum():,} misread")
    _save(figure, path)


def draw_reliability(chances: Chances, labels: Labels, path: Path, title: str) -> None:
    """Draw how often readings of each confidence are right, and how many there are.

    Parameters
    ----------
    chances : (n, 10) float32 array
        Calibrated, in [0, 1].
    labels : (n,) uint8 array
    path : Path
    title : str
        What was read.

    Raises
    ------
    DataError
        If the file cannot be written.
    """
    bins = bins_of_confidence(chances, labels)
    figure = Figure(figsize=(8, 8), dpi=_DPI, layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    _draw_reliability_of(above, [each for each in bins if each.count])
    _draw_bin_counts(below, bins)
    error = calibration_error(chances.max(axis=1), chances.argmax(axis=1) == labels)
    above.set_title(
        f"{title}: is it right as often as it is sure?\n"
        f"off by {100 * error:.2f} % on average (expected calibration error)"
    )
    _save(figure, path)


def draw_coverage(chances: Chances, labels: Labels, path: Path, title: str) -> None:
    """Draw the part misread among the readings that are surest, for every part of them.

    Parameters
    ----------
    chances : (n, 10) float32 array
        Calibrated, in [0, 1].
    labels : (n,) uint8 array
    path : Path
    title : str
        What was read.

    Raises
    ------
    DataError
        If the file cannot be written.
    """
    coverage, error = error_by_coverage(chances, labels)
    figure = Figure(figsize=(8, 5), dpi=_DPI, layout="constrained")
    axes = figure.subplots()
    axes.plot(100 * coverage, 100 * error, color=BLUE, linewidth=2, drawstyle="steps-post")
    for part, mark in NAMED_COVERAGES:
        reached = np.flatnonzero(coverage <= part)
        if len(reached):
            at, wrong = 100 * coverage[reached[-1]], 100 * error[reached[-1]]
            label = f"{at:.4g} % accepted: {wrong:.2f} % misread"
            axes.plot(at, wrong, mark, color=BLUE, label=label, markersize=8, clip_on=False)
    axes.set(xlim=(_left_end(coverage, error), 100), ylim=(0, max(0.01, 115 * error.max())))
    axes.set(xlabel="readings accepted, the surest first (%)", ylabel="misread among them (%)")
    axes.set_title(f"{title}: errors that remain when unsure readings are refused")
    axes.grid(color=PALE)
    axes.legend(loc="best" if error[0] else "upper left")
    _save(figure, path)


def write_report(
    folder: Path, images: Images, labels: Labels, chances: Chances, title: str
) -> None:
    """Write what was read well and what was not into `folder`, as pictures and a text.

    ``samples.png``, ``misread.png``, ``confusion.png``, ``reliability.png``, ``coverage.png``
    and ``report.txt``.

    Parameters
    ----------
    folder : Path
        Made if it is not there; files of these names are replaced.
    images : (n, 28, 28) uint8 array, n >= 1
        Ink 255 on 0.
    labels : (n,) uint8 array
        Digits, 0 to 9.
    chances : (n, 10) float32 array
        Calibrated, in [0, 1].
    title : str
        ASCII; what was read, such as "MNIST test".

    Raises
    ------
    ValueError
        If the arrays do not belong together, or are empty.
    DataError
        If a file cannot be written.
    """
    if not len(images) == len(labels) == len(chances) > 0 or chances.shape[1:] != (len(DIGITS),):
        raise ValueError(f"images {images.shape}, labels {labels.shape}, chances {chances.shape}")
    make_folder(folder)
    read = chances.argmax(axis=1).astype(np.uint8)
    heading = f"{title}: what the network sees"
    save_png(folder / "samples.png", sample_sheet(images, labels, heading=heading))
    save_png(folder / "misread.png", misread_sheet(images, labels, chances, title=title))
    draw_confusion(labels, read, folder / "confusion.png", title)
    draw_reliability(chances, labels, folder / "reliability.png", title)
    draw_coverage(chances, labels, folder / "coverage.png", title)
    _write_text(folder / "report.txt", report_text(labels, read, title))


def report_text(labels: Labels, read: Labels, title: str) -> str:
    """Return accuracy, and precision and recall of each digit, as a few lines for people.

    Parameters
    ----------
    labels, read : (n,) uint8 arrays, n >= 1
        Digits, 0 to 9.
    title : str
        What was read.
    """
    right, count = int((labels == read).sum()), len(labels)
    low, high = wilson_interval(right, count)
    table = classification_report(
        labels, read, labels=range(len(DIGITS)), target_names=DIGITS, digits=4, zero_division=0
    )
    return (
        f"{title}\n"
        f"{right:,} of {count:,} read right: {right / count:.2%} "
        f"(95 % interval {low:.2%} to {high:.2%})\n\n"
        f"{table}"
    )


def _draw_curves(axes: Axes, history: Sequence[EpochRow], name: str, factor: float) -> None:
    epochs = [row.epoch for row in history]
    for column, label, color, style in (
        (name, "while learning (varied digits, dropout)", VERMILION, "s--"),
        (f"dev_{name}", "dev (writers not learned from)", BLUE, "o-"),
    ):
        values = [factor * getattr(row, column) for row in history]
        axes.plot(epochs, values, style, color=color, label=label, markersize=4)
    axes.grid(color=PALE)
    axes.legend(loc="upper right" if name == "loss" else "lower right")
    _mark_phases(axes, history)


def _accuracy_title(last: EpochRow) -> str:
    percent = f"{100 * last.dev_accuracy:.2f}"
    return "Accuracy" if percent == "nan" else f"Accuracy: {percent} % on dev in the end"


def _if_round(value: float) -> str:
    """Return a number that begins with 2 or 5; others would crowd a logarithmic axis."""
    return f"{value:g}" if f"{value:e}"[0] in "25" else ""


def _mark_phases(axes: Axes, history: Sequence[EpochRow]) -> None:
    """Draw a line between phases, and name each above its beginning."""
    begins = [history[0], *(new for old, new in pairwise(history) if old.phase != new.phase)]
    for number, row in enumerate(begins):
        left = row.epoch - 0.5
        if number:
            axes.axvline(left, color=GRAY, linestyle=":")
        axes.annotate(
            row.phase,
            (left, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(0, 5),
            textcoords="offset points",
            color=GRAY,
        )


def _left_end(coverage: npt.NDArray[np.float64], error: npt.NDArray[np.float64]) -> float:
    """Return where a chart of coverage, in percent, begins: where there is nothing before it."""
    first = coverage[error > 0].min(initial=1.0)
    return 90.0 if first > 0.9 else 0.0


def _write_count(axes: Axes, row: int, column: int, count: int) -> None:
    """Write a cell: mistakes in bold, what is right in gray, nothing as a dot."""
    text = f"{count:,}" if count else "\N{MIDDLE DOT}"
    mistake = bool(count) and row != column
    axes.text(
        column,
        row,
        text,
        ha="center",
        va="center",
        color="black" if mistake else GRAY,
        fontweight="bold" if mistake else "normal",
    )


def _draw_reliability_of(axes: Axes, bins: Sequence[Bin]) -> None:
    sure = [100 * each.confidence for each in bins]
    right = [100 * each.right / each.count for each in bins]
    spans = [wilson_interval(each.right, each.count) for each in bins]
    below = [max(0.0, r - 100 * low) for r, (low, _) in zip(right, spans, strict=True)]
    above = [max(0.0, 100 * high - r) for r, (_, high) in zip(right, spans, strict=True)]
    axes.plot((0, 100), (0, 100), "--", color=GRAY, label="right as often as sure")
    axes.errorbar(
        sure,
        right,
        (below, above),
        fmt="o",
        color=BLUE,
        capsize=3,
        label="readings, 95 % interval",
        clip_on=False,
        zorder=3,
    )
    axes.set(xlim=(0, 100), ylim=(0, 100), ylabel="right (%)")
    axes.grid(color=PALE)
    axes.legend(loc="upper left")


def _draw_bin_counts(axes: Axes, bins: Sequence[Bin]) -> None:
    lefts, width = [100 * each.low for each in bins], 100 / len(bins)
    counts = [each.count for each in bins]
    axes.bar(lefts, counts, width, align="edge", color=BLUE, edgecolor="white")
    for left, count in zip(lefts, counts, strict=True):
        if count:
            axes.text(left + width / 2, count, f"{count:,}", ha="center", va="bottom", fontsize=8)
    axes.set(yscale="log", ylim=(0.7, 5 * max(counts)))
    axes.set(xlabel="how sure (%)", ylabel="readings (log scale)")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.yaxis.set_minor_formatter(NullFormatter())


def _save(figure: Figure, path: Path) -> None:
    FigureCanvasAgg(figure)
    try:
        figure.savefig(path, format="png")
    except OSError as error:
        raise DataError(f"{path}: {reason(error)}") from None


def _write_text(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DataError(f"{path}: {reason(error)}") from None
