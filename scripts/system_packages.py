"""Say which programs and libraries of the system the tests need, and install them on Debian.

    python3 scripts/system_packages.py            # what is missing, and the command to install it
    python3 scripts/system_packages.py --install  # run that command, as root on Debian or Ubuntu

Uses only Python's own library. Tests that need something that is missing are skipped.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # it may run before pip has
from recognizer.commands.systempackages import (
    SOUND,
    X11,
    Need,
    command_for,
    packages_of,
    this_system,
)

NEEDS = (
    *X11,
    SOUND,
    Need(
        ("Xvfb",),
        "an invisible screen for the tests",
        "xvfb",
        "xorg-x11-server-Xvfb",
        "xorg-server-xvfb",
    ),
    Need(("xdotool",), "mouse and keys on that screen", "xdotool", "xdotool", "xdotool"),
    Need(("openbox",), "a window manager", "openbox", "openbox", "openbox"),
    Need(("wmctrl",), "control of the window manager", "wmctrl", "wmctrl", "wmctrl"),
    Need(("xrandr",), "other resolutions", "x11-xserver-utils", "xrandr", "xorg-xrandr"),
    Need(("xprop",), "properties of windows", "x11-utils", "xprop", "xorg-xprop"),
    Need(
        (
            *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        ),
        "the page in a browser",
        "chromium",
        "chromium",
        "chromium",
        "google-chrome",
    ),
    Need(("curl",), "the README's examples", "curl", "curl", "curl"),
    Need(
        ("desktop-file-validate",),
        "the entry in the menu of programs",
        "desktop-file-utils",
        "desktop-file-utils",
        "desktop-file-utils",
    ),
)


def main() -> int:
    """Say what is missing, or install it; return 1 if it was to be installed and cannot be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--install", action="store_true", help="install what is missing")
    parser.add_argument(
        "--offer",
        action="store_true",
        help="on a terminal ask whether to install; else only say it",
    )
    options = parser.parse_args()
    missing = [need for need in NEEDS if not need.is_there]
    command = command_for(missing)
    if not command:
        if not options.offer:
            print("Nothing is missing")
        return 0
    can = this_system() == "debian" and bool(shutil.which("apt-get")) and os.geteuid() == 0
    if can and (options.install or (options.offer and is_wanted(command))):
        return install(packages_of(missing, "debian"))
    if options.install:
        print(f"==> Please run this yourself: {command}", file=sys.stderr)
        return 1
    how = "make system-packages, which runs " if can else ""
    print(
        f"==> Some tests will be skipped because programs are missing; to install: {how}{command}"
    )
    return 0


def is_wanted(command: str) -> bool:
    """Ask on the terminal; return False if there is none."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        said = input(f"==> Some tests need more system packages. Run `{command}`? [Y/n] ")
    except EOFError:
        return False
    return said.strip().lower() in ("", "y", "yes")


def install(packages: list[str]) -> int:
    """Install the packages with apt; one by one if not all can be installed."""
    print(f"==> Installing {' '.join(packages)}", flush=True)
    apt("update")
    if apt("install", *packages):
        return 0
    failed = [package for package in packages if not apt("install", package)]
    if failed:
        print(f"==> apt-get could not install {' '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def apt(action: str, *packages: str) -> bool:
    """Run apt-get without questions; return whether it succeeded."""
    options = ["-qq", "-o", "Acquire::Retries=2"]
    if packages:
        options += ["-y", "--no-install-recommends"]
    done = subprocess.run(
        ["apt-get", *options, action, *packages],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
