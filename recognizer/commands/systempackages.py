"""Libraries and programs of the system, and the commands that install them.

Imports only Python's own library.
"""

from __future__ import annotations

import ctypes
import platform
import shutil
from collections.abc import Iterable
from dataclasses import dataclass

INSTALL = {
    "debian": "apt-get install --no-install-recommends",
    "fedora": "dnf install",
    "arch": "pacman -S --needed",
    "macos": "brew install",
}
"""How each system installs packages; systems are told by ID or ID_LIKE in os-release."""


@dataclass(frozen=True)
class Need:
    """Something that the program, or a test, needs from the system, and what it is for.

    `names` are programs or paths of programs, any one of which is enough; or one library
    ("libX11.so.6"). `debian` and so on are the packages that contain it; "" if there is none, or
    if it is not needed there.
    """

    names: tuple[str, ...]
    use: str
    debian: str
    fedora: str
    arch: str
    macos: str = ""

    @property
    def is_there(self) -> bool:
        """Whether this machine has it."""
        if ".so." in self.names[0]:
            return _loads(self.names[0])
        return any(map(shutil.which, self.names))


X11 = (
    Need(("libX11.so.6",), "a window under X11", "libx11-6", "libX11", "libx11"),
    Need(("libXext.so.6",), "a window under X11", "libxext6", "libXext", "libxext"),
    Need(("libXcursor.so.1",), "the pointer under X11", "libxcursor1", "libXcursor", "libxcursor"),
    Need(("libXi.so.6",), "full screen and touch under X11", "libxi6", "libXi", "libxi"),
    Need(("libXrandr.so.2",), "monitors under X11", "libxrandr2", "libXrandr", "libxrandr"),
)
"""SDL loads these when it opens a window under X11, and does not say if one is missing."""

SOUND = Need(("libgthread-2.0.so.0",), "sound", "libglib2.0-0", "glib2", "glib2")
"""The mixer in pygame's wheel needs it, but the wheel does not contain it."""


def this_system() -> str:
    """Return the key of `INSTALL` for this machine; "" if there is none."""
    if platform.system() == "Darwin":
        return "macos"
    try:
        said = platform.freedesktop_os_release()
    except OSError:
        return ""
    kin = (said.get("ID", ""), *said.get("ID_LIKE", "").split())
    return next((name for name in kin if name in INSTALL), "")


def packages_of(needs: Iterable[Need], system: str) -> list[str]:
    """Return the packages that contain `needs`; Debian's names if the system is unknown."""
    packages = (getattr(need, system or "debian").split() for need in needs)
    return list(dict.fromkeys(package for some in packages for package in some))


def command_for(needs: Iterable[Need]) -> str:
    """Return the command that installs `needs` here, or a hint; "" if nothing is needed."""
    system = this_system()
    packages = " ".join(packages_of(needs, system))
    if not packages:
        return ""
    return f"{INSTALL[system]} {packages}" if system else f"install what Debian calls {packages}"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
