"""A virtual screen, with windows on it that a real pointer and real keys reach."""

import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from recognizer import Ink

PATIENCE = 60  # seconds, for what takes a moment: many times what it takes where nothing else runs
_FIRST_MOMENT = 0.03
ALIKE = 96  # of 255: where an edge pixel was drawn in other pieces
_STILL_SECONDS = 3.0


class XScreen:
    """An Xvfb of its own."""

    def __init__(self, number: str, folder: str) -> None:
        self.name = f":{number}"
        self._framebuffer = Path(folder) / "Xvfb_screen0"
        hidden = ("SDL_VIDEODRIVER", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE")
        self.environment = {k: v for k, v in os.environ.items() if k not in hidden}
        self.environment |= {"DISPLAY": self.name, "SDL_AUDIODRIVER": "dummy"}
        self.environment["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

    def run(self, *command: object) -> str:
        """Run a program on this screen; return what it says."""
        return subprocess.run(
            [*map(str, command)],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        ).stdout

    @contextmanager
    def started(self, code: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
        """Have a Python program run on this screen.

        Yields
        ------
        process : subprocess.Popen
        told : str
            The first line that it says.
        """
        command = [sys.executable, "-c", code]
        with subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                assert process.stdout
                yield process, process.stdout.readline().strip()
            finally:
                process.kill()

    def xdotool(self, *arguments: object) -> str:
        return self.run("xdotool", *arguments)

    def draw(self, ink: Ink) -> None:
        for stroke in ink.strokes:
            (x, y), *rest = stroke.points.round().astype(int).tolist()
            moves = [part for point in rest for part in ("mousemove", *point)]
            self.xdotool("mousemove", x, y, "mousedown", 1, *moves, "mouseup", 1)

    @property
    def has_manager(self) -> bool:
        """Whether a window manager has taken over."""
        try:
            return bool(self.xdotool("get_num_desktops"))
        except subprocess.CalledProcessError:
            return False

    def place(self, window: object) -> tuple[int, ...]:
        """Return left, top, width and height of what is within its decoration."""
        # Of a window that is decorated, getwindowgeometry alone tells no right place.
        lines = self.xdotool("getwindowgeometry", "--shell", window).split()
        lines += self.xdotool(
            "mousemove", "--window", window, 0, 0, "getmouselocation", "--shell"
        ).split()
        said = dict(line.split("=") for line in lines)
        return tuple(int(said[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))

    def picture(self) -> npt.NDArray[np.uint8]:
        """Return what the screen shows, (rows, cols, 3) uint8, as the server keeps it in a file."""
        content = self._framebuffer.read_bytes()
        head = struct.unpack(">20I", content[:80])
        size, cols, rows, line, colors = head[0], head[4], head[5], head[12], head[19]
        pixels = np.frombuffer(content, np.uint8, rows * line, size + 12 * colors)
        return pixels.reshape(rows, line // 4, 4)[:, :cols, :3]

    def settled(self) -> npt.NDArray[np.uint8]:
        """Return what the screen shows when it has shown the same for a while."""
        shown, since = self.picture(), time.monotonic()
        while time.monotonic() < since + _STILL_SECONDS:
            time.sleep(0.1)
            if (self.picture() != shown).any():
                shown, since = self.picture(), time.monotonic()
        return shown

    def shows(self, picture: npt.NDArray[np.uint8]) -> bool:
        """Tell whether the screen shows that picture."""
        shown = self.picture()
        if shown.shape != picture.shape:
            return False
        return bool(np.abs(shown - picture.astype(int)).max() < ALIKE)

    def save_picture(self, path: Path) -> None:
        cv2.imwrite(str(path), self.picture())


@contextmanager
def virtual_screen(manager: str | None = None) -> Iterator[XScreen]:
    """Give an `XScreen`, with a window manager if one is named; skip the test without them."""
    for tool in ("Xvfb", "xdotool", *([manager] if manager else [])):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed: no virtual screen to draw on")
    read_end, write_end = os.pipe()
    with tempfile.TemporaryDirectory() as folder:
        options = f"-displayfd {write_end} -screen 0 1280x800x24 -nocursor -noreset".split()
        server = subprocess.Popen(
            ["Xvfb", *options, "-fbdir", folder],
            pass_fds=[write_end],
            stderr=subprocess.DEVNULL,
        )
        os.close(write_end)
        with os.fdopen(read_end) as stream:
            number = stream.readline().strip()
        screen = XScreen(number, folder)
        running = [server]
        try:
            if manager:
                quiet = subprocess.DEVNULL
                running.insert(
                    0,
                    subprocess.Popen([manager], env=screen.environment, stdout=quiet, stderr=quiet),
                )
                assert soon(lambda: screen.has_manager)
            yield screen
        finally:
            for process in running:
                process.terminate()
                process.wait()


def soon(holds: Callable[[], bool]) -> bool:
    """Tell whether `holds()` becomes true."""
    until, nap = time.monotonic() + PATIENCE, _FIRST_MOMENT
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(nap)
    return True
