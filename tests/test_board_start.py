"""Whatever lies in the user's folders, the board starts, and says what is wrong."""

import os
import sys
import tempfile

import pygame
import pytest
from boards import drawn, play
from making import ROOT, run_python
from pens import key
from strokes import DIGITS

from recognizer.board.run.app import Board
from recognizer.board.run.launch import open_board
from recognizer.board.run.wishes import Wishes
from recognizer.board.stage.view import View
from recognizer.disk.places import user_places
from recognizer.document.page import Page
from recognizer.document.page import drawn as drawn_on
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.settings import DRAWING, Settings, load_settings, save_settings

pytest_plugins = ["boardfixtures"]

STARTED = """
import sys
import pygame
from boards import QUIT
from recognizer.board.run.launch import open_board
from recognizer.board.run.wishes import Wishes
pygame.display.init()
pygame.event.post(QUIT)
open_board(Wishes())
"""


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("RECOGNIZER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path / "home"
    pygame.display.quit()


def start(*events):
    """Open a board for which the user has done this when it opens, and then quits."""
    pygame.display.init()
    pygame.event.clear()
    for event in [*events, pygame.event.Event(pygame.QUIT)]:
        pygame.event.post(event)
    open_board(Wishes())


def leave_page(home, digit="4"):
    """Leave a page with a stroke on it, as a board does; return its strokes."""
    autosave = Autosave(home / "autosaves")
    autosave.restore()
    change = drawn_on(Page(), DIGITS[digit].strokes[0])
    autosave.record(change, change.apply(Page()))
    autosave.close()


def strokes_left(home):
    autosave = Autosave(home / "autosaves")
    page, _ = autosave.restore()
    autosave.close()
    return len(page.strokes)


@pytest.mark.parametrize(
    "content",
    [
        b"full_screen = false\nsize = [30000, 30000]\n",
        b"full_screen = false\nsize = [16384, 16384]\n",
        b"full_screen = false\nsize = [1, 1]\nglass = true\nscale = 8\n",
        b"full_screen = false\nsize = [16384, 1]\nscale = 0.25\nglass = true\npen = 4\n",
        b"full_screen = false\nposition = [65536, -65536]\nsize = [700, 500]\n",
        b"display = 65536\n",
        b"theme = 'no such theme'\n",
        b"\x7fELF\x00\xff",
        b"size = [1e999, nan]\nposition = {}\nlive = []\ntheme = 0x" + b"f" * 20_000,
        b"#" * 2**20,
    ],
    ids=lambda content: content[:40].decode("latin-1"),
)
def test_no_settings_prevent_starting(home, content):
    home.mkdir()
    (home / "settings.toml").write_bytes(content)
    start(*drawn("1", 60, 60, 60))
    assert home.joinpath("autosaves", "board-1.jsonl").stat().st_size >= 0


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files there")
@pytest.mark.parametrize("kind", ["folder", "pipe", "endless", "loop"])
@pytest.mark.parametrize("name", ["settings.toml", "profiles/default.json"])
def test_nothing_in_the_place_of_a_file_of_ours_hangs_the_start(home, kind, name):
    path = home / name
    path.parent.mkdir(parents=True)
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero" if kind == "endless" else path)
    ended = run_python("-c", STARTED, RECOGNIZER_HOME=str(home), PYTHONPATH=paths())
    assert ended.returncode == 0, ended.stderr


def paths():
    return os.pathsep.join([str(ROOT), str(ROOT / "tests")])


def test_what_killed_boards_left_is_cleared_at_the_start(home):
    for name in (
        "autosaves/.board-1.jsonl.01234567.part",
        "profiles/.default.json.01234567.part",
        ".settings.toml.01234567.part",
        "saves/.recognizer-2026-01-01-000000.png.01234567.part",
        "saves/recognizer-2026-01-01-000000.png",
        "settings.toml.damaged",
    ):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).touch()
    (home / "saves" / "mine.png").touch()
    start()
    left = [path.name for path in home.rglob("*") if path.is_file()]
    assert [name for name in left if name.endswith((".part", ".damaged"))] == []
    assert os.listdir(home / "saves") == ["mine.png"]


# A page that breaks the board


READING_KILLS = """
import os
from recognizer.reading.reader import Reader
Reader.read_ink = lambda *_: os._exit(77)
"""


def test_a_page_that_ends_the_process_when_it_is_read_is_not_read_at_the_next_start(home):
    leave_page(home)
    more = {"RECOGNIZER_HOME": str(home), "PYTHONPATH": paths()}
    waiting = STARTED.replace("pygame.event.post(QUIT)", "")
    killed = run_python("-c", READING_KILLS + waiting, **more)
    assert killed.returncode == 77
    again = run_python("-c", READING_KILLS + STARTED, **more)
    assert again.returncode == 0
    assert strokes_left(home) == 1
    assert load_settings(home / "settings.toml")[0].reads == DRAWING


@pytest.fixture
def board(home, window, reader, clock):
    """A board whose page ended the one before while it was read."""
    leave_page(home)
    (home / "autosaves" / "board-1.reading").touch()
    autosave = Autosave(home / "autosaves")
    page, _ = autosave.restore()
    opened = Board(window, reader, places=user_places(), autosave=autosave, page=page)
    yield opened
    opened.close()


def test_it_is_read_when_the_user_asks_and_then_as_ever(board, home):
    play(board)
    assert board.session.reading is None
    assert len(board.session.strokes) == 1
    play(board, key(pygame.K_RETURN))
    assert board.session.reading is not None
    assert not (home / "autosaves" / "board-1.reading").exists()


def test_that_it_is_not_read_is_not_saved_as_the_users_choice(board, home, clock):
    play(board, key(pygame.K_t))
    clock.advance(5)
    board.handle([])
    board.settle()
    settings, _ = load_settings(home / "settings.toml")
    assert (settings.theme, settings.reads) == ("paper", DRAWING)


def test_a_page_that_cannot_be_shown_is_put_aside(home, monkeypatch, capsys):
    leave_page(home)
    repaint = View.repaint

    def fail(view, scene):
        if scene.page:
            raise LookupError("no such page")
        repaint(view, scene)

    monkeypatch.setattr(View, "repaint", fail)
    start()
    assert strokes_left(home) == 0
    assert (home / "autosaves" / "board-1.jsonl.damaged").read_bytes().count(b"\n") == 1
    assert "no such page" in (home / "errors.log").read_text()


def test_settings_that_cannot_be_shown_are_the_usual_ones(home, monkeypatch):
    leave_page(home)
    save_settings(Settings(scale=3), home / "settings.toml")
    repaint = View.repaint

    def fail(view, scene):
        if view.scale == 3:
            raise LookupError("too large")
        repaint(view, scene)

    monkeypatch.setattr(View, "repaint", fail)
    start()
    assert strokes_left(home) == 1
