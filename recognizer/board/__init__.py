"""The full-screen board: pygame events in, the session in the middle, a drawn view out."""

import os

# The banner goes to standard output, where only our own words belong.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
# Without it Windows stretches the window, and the ink is blurred and off the pointer.
os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")
# The window's surface goes to the screen as it is. By way of OpenGL, SDL's first choice on X11,
# it takes 100 MB more and a third of a second longer to start.
os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")

from recognizer.board.app import Board, open_board

__all__ = ["Board", "open_board"]
