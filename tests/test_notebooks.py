"""A reading in a notebook: what it shows of itself, and its plot."""

from __future__ import annotations

import base64
import re
from typing import Any

import cv2
import numpy as np
import pytest
from making import picture_of, run_python
from strokes import DIGITS, GRID, shifted

from recognizer import Ink, PictureError, Reader, Reading

TWENTY_SIX = Ink((*DIGITS["2"].strokes, *shifted(DIGITS["6"], 150, 0).strokes))


def images_in(html: str) -> list[np.ndarray]:
    """Return the pictures that stand in `html`."""
    found = re.findall(r'src="data:image/png;base64,([^"]+)"', html)
    packed = [np.frombuffer(base64.b64decode(each), np.uint8) for each in found]
    return [cv2.imdecode(each, cv2.IMREAD_UNCHANGED) for each in packed]


def test_a_reading_shows_each_symbol_as_the_network_saw_it(reader: Reader) -> None:
    reading = reader.read_ink(TWENTY_SIX)
    html = reading._repr_html_()
    assert "<pre>26</pre>" in html
    assert re.findall(r"<figcaption>(.) \(\d+\.\d %\)</figcaption>", html) == ["2", "6"]
    for image, symbol in zip(images_in(html), reading.symbols, strict=True):
        np.testing.assert_array_equal(255 - image, symbol.evidence.pixels)


def test_a_sign_of_html_is_shown_as_it_is() -> None:
    reading = Reader(alphabet="sums").read_ink(Ink.from_points([[(90, 0), (0, 30), (90, 60)]]))
    assert reading.text == "<"
    assert "<pre>&lt;</pre>" in reading._repr_html_()


def test_a_reading_of_nothing_shows_nothing() -> None:
    assert Reading()._repr_html_() == "<div><pre></pre></div>"


def drawn_on(source: object, reading: Reading) -> Any:
    """Return the axes on which `reading` was drawn over `source`."""
    pytest.importorskip("matplotlib", reason="no matplotlib: pip install matplotlib")
    from matplotlib.figure import Figure

    axes = Figure().subplots()
    assert reading.plot(source, axes) is axes
    axes.figure.canvas.draw()
    return axes


def boxes_on(axes: Any) -> list[tuple[float, ...]]:
    """Return left, top, right and bottom of the lines that were drawn last."""
    lines = [np.array(line.get_data()) for line in axes.lines if len(line.get_xdata()) == 5]
    return [(*line.min(axis=1), *line.max(axis=1)) for line in lines]


@pytest.mark.parametrize("layers", [None, 1, 3, 4])
def test_a_plot_of_a_picture_has_a_box_around_each_symbol(
    reader: Reader, layers: int | None
) -> None:
    picture = picture_of(DIGITS["3"])
    if layers:
        picture = np.repeat(picture[..., None], layers, axis=2)
        picture[..., 3:] = 255
    reading = reader.read_image(picture)
    axes = drawn_on(picture, reading)
    box = reading.box
    assert boxes_on(axes) == [pytest.approx((box.left, box.top, box.right, box.bottom))]
    assert [text.get_text()[0] for text in axes.texts] == ["3"]
    np.testing.assert_array_equal(axes.images[0].get_array()[..., 0], picture_of(DIGITS["3"]))


def test_a_plot_of_ink_is_upright(reader: Reader) -> None:
    axes = drawn_on(TWENTY_SIX, reader.read_ink(TWENTY_SIX))
    assert [text.get_text()[0] for text in axes.texts] == ["2", "6"]
    assert axes.yaxis_inverted()
    strokes = [stroke.points.T for stroke in TWENTY_SIX.strokes]
    for line, stroke in zip(axes.lines, strokes, strict=False):
        np.testing.assert_array_equal(line.get_data(), stroke)


def test_a_plot_is_drawn_where_the_notebook_draws() -> None:
    pytest.importorskip("matplotlib", reason="no matplotlib: pip install matplotlib")
    code = (
        "import recognizer\n"
        "from matplotlib import pyplot\n"
        "ink = recognizer.Ink.from_points([[(50, 0), (50, 90)]])\n"
        "axes = recognizer.Reader().read_ink(ink).plot(ink)\n"
        "print(axes is pyplot.gca(), len(axes.lines))"
    )
    assert run_python("-c", code, MPLBACKEND="Agg").stdout == "True 2\n"


def test_what_is_no_symbol_is_marked_as_such(reader: Reader) -> None:
    (text,) = drawn_on(GRID, reader.read_digit(GRID)).texts
    assert text.get_text().startswith("? ")


def test_nothing_is_drawn_over_what_is_no_picture(reader: Reader) -> None:
    with pytest.raises(PictureError, match="load_picture"):
        drawn_on("three.png", reader.read_ink(DIGITS["3"]))


def test_matplotlib_is_loaded_only_for_a_plot() -> None:
    code = (
        "import sys, recognizer\n"
        "ink = recognizer.Ink.from_points([[(50, 0), (50, 90)]])\n"
        "reading = recognizer.Reader().read_ink(ink)\n"
        "reading._repr_html_()\n"
        "print({'matplotlib', 'PIL'} & set(sys.modules))"
    )
    assert run_python("-c", code).stdout == "set()\n"
