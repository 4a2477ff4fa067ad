"""The clipboard: text is put on it, pictures are taken from it.

SDL 2, on which pygame is built, knows only text. Pictures are fetched by a program that each system
has, or that is easily installed: so it works the same with pygame and pygame-ce.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import pygame

from recognizer.errors import DisplayError

_UTF8 = "text/plain;charset=utf-8"
_PATIENCE_SECONDS = 10.0  # PowerShell takes two to begin
_POWERSHELL = (
    "Add-Type -AssemblyName System.Windows.Forms,System.Drawing;"
    "$image = [Windows.Forms.Clipboard]::GetImage();"
    "if ($image) { $png = New-Object IO.MemoryStream;"
    "$image.Save($png, [Drawing.Imaging.ImageFormat]::Png);"
    "[Convert]::ToBase64String($png.ToArray()) }"
)


def _as_it_is(output: bytes) -> bytes:
    return output


def _from_hex(output: bytes) -> bytes:
    """Return the bytes that AppleScript writes as ``«data PNGf89504E47...»``."""
    found = re.search(rb"PNGf([0-9A-Fa-f]*)", output)
    return bytes.fromhex(found[1].decode()) if found else b""


@dataclass(frozen=True)
class _Program:
    """Prints the picture on the clipboard; what it prints is a PNG once it is `decoded`."""

    command: tuple[str, ...]
    decoded: Callable[[bytes], bytes] = _as_it_is

    def picture(self) -> bytes:
        done = subprocess.run(  # noqa: S603
            self.command, capture_output=True, timeout=_PATIENCE_SECONDS, check=False
        )
        return b"" if done.returncode else self.decoded(done.stdout)


_WAYLAND = _Program(("wl-paste", "--no-newline", "--type", "image/png"))
_X11 = _Program(("xclip", "-selection", "clipboard", "-target", "image/png", "-out"))
_MAC = _Program(("osascript", "-e", "get the clipboard as «class PNGf»"), _from_hex)
_WINDOWS = _Program(("powershell", "-NoProfile", "-STA", "-Command", _POWERSHELL), base64.b64decode)


def clipboard_picture() -> bytes:
    """Return the picture on the clipboard as the content of a PNG file; empty if there is none.

    It may take seconds.

    Raises
    ------
    DisplayError
        If there is no clipboard, or no program that fetches pictures from it.
    """
    program = _program()
    if shutil.which(program.command[0]) is None:
        needs = "wl-clipboard" if program is _WAYLAND else program.command[0]
        raise DisplayError(f"no picture can be pasted here: it needs the program {needs}")
    try:
        return program.picture()
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise DisplayError(f"no picture can be pasted here: {error}") from None


def _program() -> _Program:
    if sys.platform == "win32":
        return _WINDOWS
    if sys.platform == "darwin":
        return _MAC
    if os.environ.get("WAYLAND_DISPLAY"):
        return _WAYLAND
    if os.environ.get("DISPLAY"):
        return _X11
    raise DisplayError("no picture can be pasted here: there is no clipboard")


def copy_text(text: str) -> None:
    """Put `text` on the clipboard.

    Raises
    ------
    DisplayError
        If there is no clipboard.
    """
    try:
        import_module("pygame.scrap")  # its error says what is missing, for instance libX11
        if put_text := getattr(pygame.scrap, "put_text", None):
            put_text(text)  # pygame-ce has deprecated all other functions
            return
        if not pygame.scrap.get_init():
            pygame.scrap.init()
        pygame.scrap.put(_UTF8, text.encode())  # pygame 2.6 does not take SCRAP_TEXT
    except (pygame.error, ImportError) as error:
        raise DisplayError(f"nothing can be copied here: {error}") from None
