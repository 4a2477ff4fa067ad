"""Say which programs and libraries the tests want from the system, and install them on Debian.

    python3 scripts/system_packages.py            # what is missing, and the command that brings it
    python3 scripts/system_packages.py --install  # runs it, as root on Debian or Ubuntu

Uses Python's own library only. Without them the tests that need them are skipped.
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
        "a screen for the tests that nobody sees",
        "xvfb",
        "xorg-x11-server-Xvfb",
        "xorg-server-xvfb",
    ),
    Need(("xdotool",), "a hand that draws on it", "xdotool", "xdotool", "xdotool"),
    Need(("openbox",), "a window manager", "openbox", "openbox", "openbox"),
    Need(("wmctrl",), "orders to it", "wmctrl", "wmctrl", "wmctrl"),
    Need(("xrandr",), "other resolutions", "x11-xserver-utils", "xrandr", "xorg-xrandr"),
    Need(("xprop",), "what it knows of windows", "x11-utils", "xprop", "xorg-xprop"),
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
    Need(("curl",), "what the README shows", "curl", "curl", "curl"),
    Need(
        ("desktop-file-validate",),
        "the entry in the menu of programs",
        "desktop-file-utils",
        "desktop-file-utils",
        "desktop-file-utils",
    ),
)


def main() -> int:
    """Say what is missing, or install it; return 1 if that was asked for and cannot be done."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--install", action="store_true", help="install what is missing")
    parser.add_argument(
        "--offer", action="store_true", help="ask on a terminal whether to; elsewhere just say it"
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
        print(f"==> This must be done by hand: {command}", file=sys.stderr)
        return 1
    how = "make system-packages, which runs " if can else ""
    print(f"==> Some tests will be skipped for want of programs; to have them: {how}{command}")
    return 0


def is_wanted(command: str) -> bool:
    """Ask on the terminal; no where there is none."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        said = input(f"==> Some tests want more of the system. Run `{command}`? [Y/n] ")
    except EOFError:
        return False
    return said.strip().lower() in ("", "y", "yes")


def install(packages: list[str]) -> int:
    """Install them by apt; one by one where not all can be had."""
    print(f"==> Installing {' '.join(packages)}", flush=True)
    apt("update")
    if apt("install", *packages):
        return 0
    failed = [package for package in packages if not apt("install", package)]
    if failed:
        print(f"==> apt-get could not install {' '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def apt(action: str, *packages: str) -> bool:
    """Run apt-get without a question and say whether it did it."""
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
