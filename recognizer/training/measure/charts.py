"""Charts of a training run and of how far readings can be trusted.

The colors are those of Okabe and Ito (2008), which differ in print and for the color blind. A mark,
a line style or a number always says the same as a color. Figures are drawn with Agg, without
pyplot's global state.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter
from sklearn.calibration import CalibrationDisplay
from sklearn.metrics import ConfusionMatrixDisplay, classification_report, confusion_matrix

from recognizer.network.classifier import Classifier
from recognizer.reading.scoring import wilson_interval
from recognizer.training.data.datasets import DIGITS, Chances, Images, LabeledImages, Labels
from recognizer.training.draw.sheets import misread_sheet, sample_sheet, save_png
from recognizer.training.epochlog import EpochRow, read_epoch_log
from recognizer.training.measure.accuracy import measure
from recognizer.training.measure.certainty import (
    BINS,
    bin_numbers,
    calibration_error,
    error_by_coverage,
)

BLUE, VERMILION, GRAY, PALE = "#0072B2", "#D55E00", "#666666", "#dddddd"
NAMED_COVERAGES = ((1.0, "o"), (0.99, "s"), (0.95, "^"))
"""Coverages whose error a chart shows as a number, and the mark of each."""


def write_run_report(
    model: Path, histories: dict[str, Path], dev: LabeledImages, folder: Path
) -> None:
    """Move the histories of a finished run, if there are any, into `folder`; draw charts beside it.

    `model` is the folder of the published model; its misread `dev` digits are shown. `histories`
    are those of its networks, by what stands in the names of their charts: "" or ".path".
    """
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, history in histories.items():
        if history.exists():
            shutil.move(history, folder / history.name)  # os.replace fails between two disks
            rows = read_epoch_log(folder / history.name)
            draw_learning_curves(rows, folder / f"learning-curves{suffix}.png")
    chances = measure(Classifier(model), dev).chances
    write_report(folder, dev.images, dev.labels, chances, "dev digits")


def write_report(
    folder: Path, images: Images, labels: Labels, chances: Chances, title: str
) -> None:
    """Write a report into `folder`, as pictures and a text.

    The files are ``samples.png``, ``misread.png``, ``confusion.png``, ``reliability.png``,
    ``coverage.png`` and ``report.txt``; existing ones are replaced. For n >= 1 digits, `images` are
    (n, 28, 28), ink 255 and paper 0, and `chances` are calibrated probabilities (n, 10). `title` is
    ASCII and says what was read, such as "MNIST test".

    Raises
    ------
    ValueError
        If the shapes of the arrays do not match, or they are empty.
    """
    if not len(images) == len(labels) == len(chances) > 0 or chances.shape[1:] != (len(DIGITS),):
        raise ValueError(f"images {images.shape}, labels {labels.shape}, chances {chances.shape}")
    folder.mkdir(parents=True, exist_ok=True)
    read = chances.argmax(axis=1).astype(np.uint8)
    heading = f"{title}: what the network sees"
    save_png(folder / "samples.png", sample_sheet(images, labels, heading=heading))
    save_png(folder / "misread.png", misread_sheet(images, labels, chances, title=title))
    draw_confusion(labels, read, folder / "confusion.png", title)
    draw_reliability(chances, labels, folder / "reliability.png", title)
    draw_coverage(chances, labels, folder / "coverage.png", title)
    (folder / "report.txt").write_text(report_text(labels, read, title), encoding="utf-8")


def report_text(labels: Labels, read: Labels, title: str) -> str:
    """Return the accuracy, and the precision and recall of each digit, as lines of text."""
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


def draw_learning_curves(history: Sequence[EpochRow], path: Path) -> None:
    """Draw loss and accuracy of n >= 1 epochs, in training and on `dev`, as a PNG."""
    figure = _figure(8, 8)
    above, below = figure.subplots(2, 1, sharex=True)
    _draw_curves(above, history, "loss", 1)
    above.set(ylabel="cross-entropy (nats, log scale)", yscale="log")
    above.set_title("Loss: how far the network is from being sure and right", pad=22)
    above.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    above.yaxis.set_minor_formatter(FuncFormatter(lambda value, _: _if_round(value)))
    _draw_curves(below, history, "accuracy", 100)
    last = history[-1].dev_accuracy
    told = f"Accuracy: {last:.2%} on dev in the end" if last == last else "Accuracy"  # not NaN
    below.set(ylabel="read right (%)", xlabel="epoch")
    below.set_title(told, pad=22)
    below.set_xlim(history[0].epoch - 0.5, history[-1].epoch + 0.5)
    below.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    figure.savefig(path)


def draw_confusion(labels: Labels, read: Labels, path: Path, title: str) -> None:
    """Draw how often each of (n,) digits was read as each other one."""
    counts = confusion_matrix(labels, read, labels=range(len(DIGITS)))
    mistakes = counts - np.diag(counts.diagonal())
    figure = _figure(8, 7.6)
    axes = figure.subplots()
    # The color scale is that of the errors: beside the right readings they would all be pale.
    scale = {"vmin": 0, "vmax": max(1, 1.6 * mistakes.max())}
    ConfusionMatrixDisplay(counts, display_labels=DIGITS).plot(
        ax=axes, cmap="Oranges", colorbar=False, values_format=",d", im_kw=scale
    )
    axes.set(xlabel="read as", ylabel="digit written")
    axes.set_title(f"{title}: {mistakes.sum():,} of {counts.sum():,} misread")
    figure.savefig(path)


def draw_reliability(chances: Chances, labels: Labels, path: Path, title: str) -> None:
    """Draw how often readings of each confidence are right, and how many there are.

    `chances` are calibrated probabilities (n, 10).
    """
    sure, right = chances.max(axis=1).astype(float), chances.argmax(axis=1) == labels
    counts, rights, sums = (
        np.bincount(bin_numbers(sure), weights, BINS) for weights in (None, right, sure)
    )
    full = counts > 0
    share, mean = rights[full] / counts[full], sums[full] / counts[full]
    spans = [wilson_interval(int(r), int(n)) for r, n in zip(rights, counts, strict=True) if n]
    figure = _figure(8, 8)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    CalibrationDisplay(share, mean, sure).plot(ax=above, color=BLUE, linestyle="", name="readings")
    bars = np.abs(np.transpose(spans) - share)
    above.errorbar(mean, share, bars, fmt="none", color=BLUE, capsize=3, label="95 % interval")
    above.set(xlabel="", ylabel="part that is right", xlim=(0, 1), ylim=(0, 1))
    above.grid(color=PALE)
    above.legend(loc="upper left")
    above.set_title(
        f"{title}: is it right as often as it is sure?\n"
        f"off by {calibration_error(sure, right):.2%} on average (expected calibration error)"
    )
    drawn = below.bar(np.arange(BINS) / BINS, counts, 1 / BINS, align="edge", color=BLUE)
    below.bar_label(drawn, [f"{count:,}" if count else "" for count in counts], fontsize=8)
    below.set(yscale="log", ylim=(0.7, 5 * counts.max()))
    below.set(xlabel="how sure", ylabel="readings (log scale)")
    below.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    below.yaxis.set_minor_formatter(NullFormatter())
    figure.savefig(path)


def draw_coverage(chances: Chances, labels: Labels, path: Path, title: str) -> None:
    """Draw the part misread among the surest readings, for every coverage.

    `chances` are calibrated probabilities (n, 10).
    """
    coverage, error = (100 * each for each in error_by_coverage(chances, labels))
    figure = _figure(8, 5)
    axes = figure.subplots()
    axes.plot(coverage, error, color=BLUE, linewidth=2, drawstyle="steps-post")
    for part, mark in NAMED_COVERAGES:
        reached = np.flatnonzero(coverage <= 100 * part)
        if len(reached):
            at, wrong = coverage[reached[-1]], error[reached[-1]]
            label = f"{at:.4g} % accepted: {wrong:.2f} % misread"
            axes.plot(at, wrong, mark, color=BLUE, label=label, markersize=8, clip_on=False)
    first = coverage[error > 0].min(initial=100.0)
    axes.set(xlim=(90 if first > 90 else 0, 100), ylim=(0, max(0.01, 1.15 * error.max())))
    axes.set(xlabel="readings accepted, the surest first (%)", ylabel="misread among them (%)")
    axes.set_title(f"{title}: errors that remain when unsure readings are refused")
    axes.grid(color=PALE)
    axes.legend(loc="best" if error[0] else "upper left")
    figure.savefig(path)


def _figure(width: float, height: float) -> Figure:
    """Return an empty figure; its size is in inches."""
    figure = Figure(figsize=(width, height), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def _draw_curves(axes: Axes, history: Sequence[EpochRow], name: str, factor: float) -> None:
    epochs = [row.epoch for row in history]
    for column, label, color, style in (
        (name, "while learning (varied characters, dropout)", VERMILION, "s--"),
        (f"dev_{name}", "dev (writers not learned from)", BLUE, "o-"),
    ):
        values = [factor * getattr(row, column) for row in history]
        axes.plot(epochs, values, style, color=color, label=label, markersize=4)
    axes.grid(color=PALE)
    axes.legend(loc="upper right" if name == "loss" else "lower right")
    _mark_phases(axes, history)


def _if_round(value: float) -> str:
    """Return a label for numbers that begin with 2 or 5; more would crowd a logarithmic axis."""
    return f"{value:g}" if f"{value:e}"[0] in "25" else ""


def _mark_phases(axes: Axes, history: Sequence[EpochRow]) -> None:
    """Draw a line between phases, and the name of each above its beginning."""
    begins = [history[0], *(new for old, new in pairwise(history) if old.phase != new.phase)]
    for number, row in enumerate(begins):
        left = row.epoch - 0.5
        if number:
            axes.axvline(left, color=GRAY, linestyle=":")
        axes.text(left, 1.02, row.phase, color=GRAY, transform=axes.get_xaxis_transform())
