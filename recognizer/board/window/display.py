"""Opens SDL's display, or says why that is impossible."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pygame

from recognizer.quiet import quiet_libraries

_UNSEEN_DRIVERS = ("offscreen", "dummy", "evdev")
_X_LIBRARIES = ("libX11.so.6", "libXext.so.6")  # SDL needs them for X11, but does not say so
_SAFE_ON_WAYLAND = (2, 30)
"""The first SDL whose Wayland driver works. SDL 2.28, of pygame 2.6.1, crashes on some desktops."""
_TRIAL = "import pygame; pygame.display.init(); pygame.display.set_mode((320, 240))"
_TRIAL_SECONDS = 20


def _go_on(display: int | None, error: int | None) -> int:
    """Ignore an error of the X server. Xlib's own handler would end the program.

    For instance, SDL 2.28 asks at its end for the mode of a monitor that has been unplugged. SDL
    checks each answer, so it does not need the error.
    """
    return 0


_GO_ON = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(_go_on)
"""It must stay alive, because Xlib may call it."""


def open_display() -> None:
    """Open SDL's display.

    Raises
    ------
    pygame.error
        If there is no screen to open a window on; the message says why.
    """
    _refuse_deadly_wayland()
    try:
        # Not pygame.init(): that also opens audio, and complains if there is none.
        with quiet_libraries():  # Wayland's library prints a message of its own
            pygame.display.init()
    except pygame.error as error:
        raise pygame.error(_with_reason(str(error))) from None
    driver = pygame.display.get_driver()
    if driver in _UNSEEN_DRIVERS and "SDL_VIDEODRIVER" not in os.environ:
        # SDL opens an invisible screen, on which the user would wait forever.
        raise pygame.error(_with_reason("no screen was found"))
    if driver == "x11":
        # Show the window's surface without OpenGL, which is SDL's first choice. OpenGL takes
        # 100 MB more, and a third of a second longer to start. Other drivers, for instance
        # Wayland's, need it.
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
        ctypes.CDLL(_X_LIBRARIES[0]).XSetErrorHandler(_GO_ON)


def lacks_library(name: str) -> str:
    """Return why a shared library cannot be loaded, as the system says it; "" if it can."""
    try:
        ctypes.CDLL(name)
    except OSError as error:
        return str(error)
    return ""


def _with_reason(said: str) -> str:
    reason = _x11_reason() if sys.platform.startswith(("linux", "freebsd")) else ""
    return f"{said}: {reason}" if reason else said


def _x11_reason() -> str:
    screen = os.environ.get("DISPLAY")
    if os.environ.get("SDL_VIDEODRIVER", "x11") != "x11":
        return ""
    if not screen:
        is_wayland = "WAYLAND_DISPLAY" in os.environ
        return "" if is_wayland else "neither DISPLAY nor WAYLAND_DISPLAY is set"
    missing = (lacks_library(name) for name in _X_LIBRARIES)
    return next(filter(None, missing), f"no X server answers at DISPLAY={screen}")


def _refuse_deadly_wayland() -> None:
    """Raise pygame.error if a trial process shows that SDL crashes on this Wayland compositor."""
    driver = os.environ.get("SDL_VIDEODRIVER")
    has_x = bool(os.environ.get("DISPLAY"))
    would_use = driver == "wayland" or (not driver and not has_x)
    if not ("WAYLAND_DISPLAY" in os.environ and would_use):
        return
    if pygame.get_sdl_version() >= _SAFE_ON_WAYLAND:
        return
    try:
        tried = subprocess.run(  # noqa: S603
            [sys.executable, "-c", _TRIAL], capture_output=True, timeout=_TRIAL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        died = True
    else:
        died = tried.returncode < 0
    if died:
        help_ = "unset SDL_VIDEODRIVER" if has_x else "start XWayland, which sets DISPLAY"
        raise pygame.error(
            f"pygame {pygame.version.ver} dies on this Wayland compositor: {help_}, "
            f"or install pygame-ce in place of pygame"
        )
