"""A camera that is watched on a thread of its own: its last picture is always at hand."""

from __future__ import annotations

import os
import threading

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.quiet import quiet_libraries

CAMERA_VARIABLE = "RECOGNIZER_CAMERA"
"""The environment variable that names another camera: its number, from 0 on, or an address such as
``http://phone:8080/video``."""
NO_CAMERA = "there is no camera, or another program uses it"
_WIDTH_PIXELS, _HEIGHT_PIXELS = 1920, 1080  # asked for; the camera may give others
_PAUSE_SECONDS = 1 / 60  # between pictures; no camera gives more
_PATIENCE_SECONDS = 3.0

Frame = npt.NDArray[np.uint8]


class Camera:
    """A camera, from its first to its last picture. It is opened on its thread, for seconds.

    Its `frame` is (rows, cols, 3), BGR; None before the first one. `has_failed` tells that there is
    no camera, or none any more.
    """

    def __init__(self) -> None:
        self.frame: Frame | None = None
        self.has_failed = False
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="camera", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let the camera go; its light goes out a moment later."""
        self._ends.set()

    def wait(self) -> None:
        """Wait until the camera is closed, but not for one that hangs."""
        self._thread.join(_PATIENCE_SECONDS)

    def _watch(self) -> None:
        device = _opened()
        try:
            while not self._ends.wait(_PAUSE_SECONDS):
                is_there, frame = device.read()
                if not is_there:
                    self.has_failed = True
                    return
                self.frame = np.asarray(frame, np.uint8)
        finally:
            device.release()


def _opened() -> cv2.VideoCapture:
    name = os.environ.get(CAMERA_VARIABLE, "0")
    with quiet_libraries():  # they tell of each way in which there is no camera
        device = cv2.VideoCapture(int(name) if name.isdecimal() else name)
        device.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH_PIXELS)
        device.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT_PIXELS)
    return device
