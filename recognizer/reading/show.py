"""A reading in a notebook: as HTML, and as a plot over what it was read from."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import Any

import cv2

from recognizer.ink import Ink
from recognizer.pictures.decode import as_layers
from recognizer.reading.given import as_picture
from recognizer.reading.result import Reading, Symbol
from recognizer.reading.words import percent

_BLUE, _BLACK = "#0072B2", "#222222"
_SHOWN_PIXELS = 56
_MOST_SHOWN = 100  # symbols; a page has thousands


def as_html(reading: Reading) -> str:
    """Return what was read as HTML, each symbol with what the network saw and how sure it is."""
    shown = "".join(map(_cell, reading.symbols[:_MOST_SHOWN]))
    return f"<div><pre>{escape(reading.text)}</pre>{shown}</div>"


def plot(reading: Reading, source: object, axes: Any = None) -> Any:
    """Draw `source`, an ink or a picture, with each symbol in a box, and how sure it is.

    `axes` are matplotlib's: the current ones if left out. They are returned.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    PictureError
        If `source` is no picture; see `given.as_picture`.
    """
    if axes is None:
        from matplotlib import pyplot

        axes = pyplot.gca()
    if isinstance(source, Ink):
        _draw_ink(source, axes)
    else:
        _draw_picture(source, axes)
    for each in reading.symbols:
        _draw_symbol(each, axes)
    return axes


def _draw_symbol(symbol: Symbol, axes: Any) -> None:
    box = symbol.box
    across = box.left, box.right, box.right, box.left, box.left
    down = box.top, box.top, box.bottom, box.bottom, box.top
    axes.plot(across, down, color=_BLUE)
    label = f"{symbol.text} {percent(symbol.confidence)}"
    axes.annotate(label, (box.left, box.top), color=_BLUE, va="bottom", fontsize="small")


def _draw_ink(ink: Ink, axes: Any) -> None:
    for stroke in ink.strokes:
        axes.plot(*stroke.points.T, color=_BLACK)
    axes.set_aspect("equal")
    if not axes.yaxis_inverted():
        axes.invert_yaxis()


def _draw_picture(source: object, axes: Any) -> None:
    layers = as_layers(as_picture(source))
    rows, cols = layers.shape[:2]
    colors = layers[..., [0, 0, 0]] if layers.shape[2] == 1 else layers[..., ::-1]
    axes.imshow(colors, extent=(0, cols, rows, 0))


def _cell(symbol: Symbol) -> str:
    _, png = cv2.imencode(".png", ~symbol.evidence.pixels)
    seen = b64encode(png.tobytes()).decode("ascii")
    said = f"{escape(symbol.text)} ({percent(symbol.confidence)})"
    return (
        '<figure style="display:inline-block;margin:4px;text-align:center">'
        f'<img alt="" width="{_SHOWN_PIXELS}" src="data:image/png;base64,{seen}">'
        f"<figcaption>{said}</figcaption></figure>"
    )
