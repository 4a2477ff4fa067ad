"""A camera that is watched on a thread of its own: its last picture is always at hand."""

from __future__ import annotations

import os
import threading

import cv2
import numpy as np
import numpy.typing as npt

CAMERA_VARIABLE = "RECOGNIZER_CAMERA"
"""The environment variable that names another camera: its number, from 0 on, or an address such as
``http://phone:8080/video``."""
NO_CAMERA = "there is no camera, or another program uses it"
_WIDTH_PIXELS, _HEIGHT_PIXELS = 1920, 1080  # asked for; the camera may give others
_PAUSE_SECONDS = 1 / 60  # between pictures; no camera gives more
_PATIENCE_SECONDS = 3.0
_NO_LOG = 0  # OpenCV's LOG_LEVEL_SILENT

Frame = npt.NDArray[np.uint8]


class Camera:
    """A camera, from its first to its last picture. Its thread opens it, which takes seconds.

    It waits for the end of the one `before`: a device can be opened only once. Its `frame` is
    (rows, cols, 3), BGR; None before the first one. `has_failed` tells that there is no camera, or
    none any more.
    """

    def __init__(self, before: Camera | None = None) -> None:
        self.frame: Frame | None = None
        self.has_failed = False
        self._ends = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(before,), name="camera", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Let the camera go; its light goes out a moment later."""
        self._ends.set()

    def wait(self) -> None:
        """Wait until the camera is closed, but not for one that hangs."""
        self._thread.join(_PATIENCE_SECONDS)

    def _run(self, before: Camera | None) -> None:
        if before:
            before._thread.join()
        try:
            if not self._ends.is_set():
                self._watch()
        except cv2.error:
            pass  # it is told that there is no camera
        finally:
            self.has_failed = True

    def _watch(self) -> None:
        device = _opened()
        try:
            while not self._ends.wait(_PAUSE_SECONDS):
                is_there, frame = device.read()
                if not is_there:
                    return
                self.frame = np.asarray(frame, np.uint8)
        finally:
            device.release()


def _opened() -> cv2.VideoCapture:
    """Open the camera. OpenCV tells of each way in which there is none: that is silenced.

    `quiet_libraries` would do so, too. But others need that, and would wait until it is open.
    """
    set_level = getattr(cv2, "setLogLevel", None)  # OpenCV 5 has it elsewhere
    (set_level or cv2.utils.logging.setLogLevel)(_NO_LOG)
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # none, either
    name = os.environ.get(CAMERA_VARIABLE, "0")
    device = cv2.VideoCapture(int(name) if name.isdecimal() else name)
    device.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH_PIXELS)
    device.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT_PIXELS)
    return device
