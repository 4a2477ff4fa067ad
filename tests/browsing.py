"""The page in a real browser as a user sees it, and a hand that draws on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from strokes import DIGITS

from recognizer.ink.raster import Points

BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
"""Any of them will do; `make system-packages` looks for the same."""
FAR = "far.test"
"""The name by which the browser knows this machine as if it were another."""
PATIENCE_MS = 30_000
"""Machines that run tests may be slow."""
DESK = {"width": 1280, "height": 800}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 640},
    "device_scale_factor": 3,
    "has_touch": True,
    "is_mobile": True,
}


@dataclass
class Board:
    """The page in a browser, as a user sees it.

    Parameters
    ----------
    page : playwright.sync_api.Page
    url : str
    expected : list of str
        Parts of what the browser may report as an error; anything else fails the test.
    """

    page: Any
    url: str
    expected: list[str] = field(default_factory=list)

    @cached_property
    def devtools(self) -> Any:
        """Chromium's own protocol, for what Playwright has no words for."""
        return self.page.context.new_cdp_session(self.page)

    def draw(self, digits: str, left: float = 120, top: float = 220, scale: float = 1.2) -> None:
        """Draw digits side by side with the mouse."""
        for points in written(digits, left, top, scale):
            self.drag(points)

    def drag(self, points: Points, button: str = "left") -> None:
        """Press the mouse, move it along `points` and let go."""
        mouse = self.page.mouse
        mouse.move(*points[0])
        mouse.down(button=button)
        for point in points[1:]:
            mouse.move(*point)
        mouse.up(button=button)

    def touch(self, kind: str, *fingers: tuple[float, float]) -> None:
        """Send a touch event with where each finger is."""
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(fingers)]
        self.devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def draw_by_touch(
        self, digits: str, left: float = 40, top: float = 150, scale: float = 0.9
    ) -> None:
        """Draw digits with one finger."""
        for points in written(digits, left, top, scale):
            self.touch("touchStart", tuple(points[0]))
            for point in points[1:]:
                self.touch("touchMove", tuple(point))
            self.touch("touchEnd")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def find(self, selector: str) -> Any:
        return self.page.locator(selector)

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    def shows(self, selector: str, text: Any) -> None:
        """Wait until `selector` has that text."""
        from playwright.sync_api import expect

        expect(self.find(selector)).to_have_text(text, timeout=PATIENCE_MS)

    def reads(self, text: str) -> None:
        """Wait until the panel shows that text: lines parted by newlines, numbers by blanks."""
        self.page.wait_for_function(f"text => ({_TEXT}) === text", arg=text)

    def resize(self, width: int, height: int) -> None:
        """Make the window that large, and wait until the page has followed."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function(
            "([width, height]) => innerWidth === width && innerHeight === height",
            arg=[width, height],
        )
        self.paint()

    def paint(self) -> None:
        """Wait until the page has done what it does before it is painted the next time."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def stop_clock(self) -> None:
        """Let the clock of the page stand, an hour on: it waits for nothing, and is in no hurry."""
        self.page.clock.pause_at(datetime.now(timezone.utc) + timedelta(hours=1))

    def save_picture(self, path: Path) -> None:
        self.page.screenshot(path=path)

    def text(self) -> str:
        """Return what the panel shows now."""
        return str(self.page.evaluate(_TEXT))

    def box(self, selector: str) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of what is shown, in CSS pixels of the window."""
        place = self.find(selector).bounding_box()
        left, top = place["x"], place["y"]
        return left, top, left + place["width"], top + place["height"]


_TEXT = """[...document.querySelectorAll(".digits .line")].map((line) =>
  [...line.querySelectorAll(".number")].map((number) => number.textContent).join(" ")
).join("\\n")"""


def written(digits: str, left: float, top: float, scale: float) -> list[Points]:
    """Return the strokes of digits that stand side by side, each (n, 2) in CSS pixels."""
    return [
        _sparse(stroke.points) * scale + (left + 120 * scale * i, top)
        for i, digit in enumerate(digits)
        for stroke in DIGITS[digit].strokes
    ]


def _sparse(points: Points) -> Points:
    """Return every fourth point and the last: each takes the browser a frame."""
    return np.concatenate([points[:-1:4], points[-1:]])


Open = Callable[..., AbstractContextManager[Board]]
"""Opens the page at a path, with the options of a browser's context."""


SURE = re.compile(r"^(quite )?sure$")
PIXELS = """(canvas) => {
  const { width, height } = canvas;
  const copy = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
  copy.drawImage(canvas, 0, 0);
  return copy.getImageData(0, 0, width, height).data;
}"""


def inside(box: Any, frame: Any) -> bool:
    return bool(
        box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
    )


def inked_pixels(board: Board) -> int:
    """Return how many pixels of the pad have ink on them."""
    count = board.page.evaluate(
        f"""() => {{ const data = ({PIXELS})(pad);
        let inked = 0; for (let i = 3; i < data.length; i += 4) inked += data[i] > 127;
        return inked; }}"""
    )
    return int(count)


def keys_to(board: Board, selector: str) -> None:
    """Press Tab until `selector` has the focus."""
    for _ in range(30):
        board.press("Tab")
        if board.page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"Tab never comes to {selector}")
