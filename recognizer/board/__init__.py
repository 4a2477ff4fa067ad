"""The full-screen board: pygame events change the session, and the view draws it."""

import os
import sys

# The banner goes to standard output, where only our own words belong.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
# Without it Windows stretches the window, and the ink is blurred and off the pointer.
os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")
# A board on a projector stays there while something is clicked on the other screen.
os.environ.setdefault("SDL_VIDEO_MINIMIZE_ON_FOCUS_LOSS", "0")
# The desktop knows the window by this, and shows the icon of the entry of that name.
for _driver in ("X11", "WAYLAND"):
    os.environ.setdefault(f"SDL_VIDEO_{_driver}_WMCLASS", "recognizer")
# The stroke that brings the window to the front is a stroke, too.
os.environ.setdefault("SDL_MOUSE_FOCUS_CLICKTHROUGH", "1")

# pygame finds its own files by setuptools' pkg_resources where there is one, which takes 0.1 s
# and warns of its end, and without it just as well: so for this import there is none.
_hidden = "pkg_resources" not in sys.modules
if _hidden:
    sys.modules["pkg_resources"] = None  # type: ignore[assignment]
try:
    from recognizer.board.run.app import Board
    from recognizer.board.run.launch import open_board
    from recognizer.board.run.wishes import Wishes
    from recognizer.board.show.lock import Lock
finally:
    if _hidden:
        del sys.modules["pkg_resources"]

__all__ = ["Board", "Lock", "Wishes", "open_board"]
