"""From wishes to a board: settings, what was on it last, replay, pictures."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time

import numpy as np
import pygame
import pytest
from alphabets import model_of_alphabets
from boards import QUIT, SIZE, drawn
from making import ROOT, run_python, started
from pens import fitted, key, mouse_events
from strokes import DIGITS, FLAGGED

from recognizer import InkError, ModelMissingError, read_ink_file
from recognizer.board.draw.theme import THEMES
from recognizer.board.run.launch import open_board
from recognizer.board.run.wishes import Wishes
from recognizer.errors import DisplayError, FileError, LessonError, SettingsError
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.profiles import Profile
from recognizer.keeping.settings import STROKE, Settings, load_settings, save_settings
from recognizer.keeping.windowsize import DEFAULT_SIZE

pytest_plugins = ["boardfixtures"]

SAVE = key(pygame.K_s)
WINDOWED = Wishes(windowed=SIZE)


@pytest.fixture
def ink_file(tmp_path):
    path = tmp_path / "inks.jsonl"
    path.write_text("".join(DIGITS[digit].to_json() + "\n" for digit in "47"))
    return path


def run(wishes, *events):
    """Open a board for which the user has done all this when it opens, and then quits."""
    pygame.display.init()
    pygame.event.clear()
    for event in [*events, QUIT]:
        pygame.event.post(event)
    open_board(wishes)


def saved_strokes(home):
    (path,) = home.glob("saves/*.json")
    return next(read_ink_file(path)).ink.strokes


def picture(path):
    return pygame.surfarray.array3d(pygame.image.load(path)).astype(int)


# What was on the board


def test_what_was_drawn_is_there_the_next_time(home):
    run(WINDOWED, *drawn("4"))
    run(WINDOWED, SAVE)
    assert len(saved_strokes(home)) == len(DIGITS["4"].strokes)


def test_a_cleared_board_is_empty_the_next_time(home):
    run(WINDOWED, *drawn("4"), key(pygame.K_c))
    run(WINDOWED, SAVE)
    assert not list(home.glob("saves/*"))


BOARD_THAT_WAITS = """
import pygame
from boards import SIZE, drawn
from recognizer.board.run.launch import open_board
from recognizer.board.run.wishes import Wishes
pygame.display.init()
*but_up, _ = drawn("7")
for event in [*drawn("4"), *but_up]:
    pygame.event.post(event)
open_board(Wishes(windowed=SIZE))
"""


def wait_for_lines(path, count, process):
    until = time.monotonic() + 60
    while not (path.exists() and path.read_bytes().count(b"\n") >= count):
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < until, "the board never kept what was drawn"
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
def test_after_kill_9_all_finished_strokes_are_there(home):
    env = dict(os.environ, PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "tests")]))
    command = [sys.executable, "-c", BOARD_THAT_WAITS]
    with started(command, env=env, stderr=subprocess.PIPE) as process:
        wait_for_lines(home / "autosaves" / "board-1.jsonl", 2, process)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    run(WINDOWED, SAVE)
    assert len(saved_strokes(home)) == len(DIGITS["4"].strokes)


def test_a_damaged_journal_opens_as_far_as_it_goes_and_is_kept(home):
    run(WINDOWED, *drawn("4"))
    journal = home / "autosaves" / "board-1.jsonl"
    with journal.open("ab") as stream:
        stream.write(b"nonsense\n")
    run(WINDOWED, SAVE)
    assert len(saved_strokes(home)) == len(DIGITS["4"].strokes)
    assert len(list(journal.parent.glob("board-1*.jsonl*"))) > 1


def test_where_its_folder_cannot_be_the_page_is_kept_elsewhere_and_is_there_again(
    home, tmp_path, capsys
):
    home.mkdir()
    (home / "autosaves").write_text("a file in the way")
    run(WINDOWED, *drawn("4"))
    (journal,) = tmp_path.glob("recognizer-*/board-1.jsonl")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(f"it is kept in {journal}")
    (home / "autosaves").unlink()
    run(WINDOWED, SAVE)
    assert len(saved_strokes(home)) == len(DIGITS["4"].strokes)
    assert capsys.readouterr().err == ""


def test_where_nothing_can_be_kept_the_board_opens_all_the_same_and_says_so_again(
    home, capsys, monkeypatch
):
    home.mkdir()
    (home / "autosaves").write_text("a file in the way")
    monkeypatch.setattr(tempfile, "tempdir", str(home / "autosaves"))
    run(WINDOWED, *drawn("4"), SAVE)
    assert len(saved_strokes(home)) == len(DIGITS["4"].strokes)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("what you draw will not be kept")


def test_the_journal_is_free_again_after_a_model_that_is_none(home, tmp_path):
    with pytest.raises(ModelMissingError):
        open_board(Wishes(windowed=SIZE, model=tmp_path / "no.tflite"))
    autosave = Autosave(home / "autosaves")
    assert autosave.path.name == "board-1.jsonl"
    autosave.close()


def test_a_second_board_has_its_own_page(home):
    run(WINDOWED, *drawn("4"))
    first = Autosave(home / "autosaves")
    try:
        run(WINDOWED, *drawn("7"))
        page, _ = first.restore()
    finally:
        first.close()
    assert len(page.strokes) == len(DIGITS["4"].strokes)
    assert (home / "autosaves" / "board-2.jsonl").exists()


# What was taught


def flagged(left=200):
    return mouse_events(fitted(FLAGGED, left, 120, 320))


def kept(home, name="default"):
    lessons, _ = Profile(home / "profiles" / f"{name}.json").load()
    return [lesson.label for lesson in lessons]


def test_what_was_taught_is_kept_in_the_profile_of_who_writes(home):
    run(WINDOWED, *flagged(), key(pygame.K_1))
    assert kept(home) == ["1"]
    run(Wishes(windowed=SIZE, profile="eve"), *flagged(330), key(pygame.K_n))
    assert (kept(home), kept(home, "eve")) == (["1"], [""])


def test_a_damaged_profile_is_put_aside_and_the_board_opens(home):
    (home / "profiles").mkdir(parents=True)
    (home / "profiles" / "default.json").write_text("{broken")
    run(WINDOWED, *flagged(), key(pygame.K_1))
    assert kept(home) == ["1"]
    aside = list(home.glob("profiles/*damaged*"))
    assert [path.read_text() for path in aside] == ["{broken"]


@pytest.mark.parametrize("name", ["../me", ""])
def test_a_name_that_is_none_is_an_error(home, name):
    with pytest.raises(LessonError, match="not a name"):
        run(Wishes(windowed=SIZE, profile=name))


def test_a_picture_is_taken_with_a_profile_if_one_is_named(home, tmp_path):
    run(WINDOWED, *flagged(), key(pygame.K_1))
    ink, out = tmp_path / "a.json", tmp_path / "out.png"
    ink.write_text(FLAGGED.to_json())
    pictures = []
    Profile(home / "profiles" / "other.json").change((), ())
    for name in (None, "default", "other"):
        open_board(Wishes(windowed=SIZE, replay=ink, screenshot=out, profile=name))
        pictures.append(picture(out))
    assert (pictures[0] == pictures[2]).all()
    assert (pictures[0] != pictures[1]).any()


def test_no_picture_is_taken_with_a_profile_that_is_not_there(home, tmp_path):
    with pytest.raises(LessonError, match="there is no profile adda"):
        open_board(Wishes(windowed=SIZE, screenshot=tmp_path / "out.png", profile="adda"))


def test_what_could_not_be_kept_is_told_when_the_board_is_gone(home, capsys):
    home.mkdir(exist_ok=True)
    (home / "profiles").write_text("in the way")
    run(WINDOWED, *flagged(), key(pygame.K_1))
    (line,) = capsys.readouterr().err.splitlines()
    assert "what you taught cannot be kept: " in line


def test_what_is_wrong_with_the_profile_is_told_beside_the_picture(home, tmp_path, capsys):
    (home / "profiles").mkdir(parents=True)
    (home / "profiles" / "ada.json").write_text("{broken")
    open_board(Wishes(windowed=SIZE, screenshot=tmp_path / "out.png", profile="ada"))
    (line,) = capsys.readouterr().err.splitlines()
    assert "ada.json.damaged" in line


# Settings


def test_choices_are_remembered_from_one_start_to_the_next(home):
    run(WINDOWED, key(pygame.K_t), key(pygame.K_l))
    settings, complaint = load_settings(home / "settings.toml")
    assert (settings.theme, settings.reads, complaint) == ("paper", STROKE, "")
    run(WINDOWED, key(pygame.K_t))
    assert load_settings(home / "settings.toml")[0].theme == "contrast"


def test_a_damaged_settings_file_is_put_aside_and_the_board_opens(home):
    home.mkdir()
    (home / "settings.toml").write_text("theme = [broken")
    run(WINDOWED, *drawn("4"), SAVE)
    assert len(saved_strokes(home)) == len(DIGITS["4"].strokes)
    aside = [path for path in home.glob("settings*") if path.name != "settings.toml"]
    assert [path.read_text() for path in aside] == ["theme = [broken"]
    assert load_settings(home / "settings.toml")[1] == ""


def test_the_window_has_the_size_it_had_last(home):
    save_settings(Settings(full_screen=False, size=(700, 500)), home / "settings.toml")
    run(Wishes(), *drawn("1", 100, 100, 200), SAVE)
    (path,) = home.glob("saves/*.png")
    assert picture(path).shape[:2] == (700, 500)


def test_the_usual_window_is_no_larger_than_the_screen(home):
    pygame.display.init()
    (screen,) = pygame.display.get_desktop_sizes()
    save_settings(Settings(full_screen=False), home / "settings.toml")
    run(Wishes(), *drawn("1", 100, 100, 200), SAVE)
    (path,) = home.glob("saves/*.png")
    assert picture(path).shape[:2] == tuple(map(min, DEFAULT_SIZE, screen)) != DEFAULT_SIZE


@pytest.mark.parametrize(("wished", "label"), [(None, "N"), ("digits", "")])
def test_an_alphabet_that_is_wished_for_comes_before_the_one_chosen_last(
    home, tmp_path, wished, label
):
    save_settings(Settings(alphabet="letters"), home / "settings.toml")
    wishes = Wishes(windowed=SIZE, model=model_of_alphabets(tmp_path), alphabet=wished)
    run(wishes, *drawn("6"))
    run(wishes, key(pygame.K_w, text="w"), key(pygame.K_n, text="n"), SAVE)
    (path,) = home.glob("saves/*.json")
    assert json.loads(path.read_bytes())["label"] == label


def test_a_theme_that_is_wished_for_comes_first(home):
    run(Wishes(windowed=SIZE, theme="contrast"), *drawn("1"), SAVE)
    (path,) = home.glob("saves/*.png")
    assert (picture(path)[3, 3] == THEMES["contrast"].board).all()


def test_a_theme_that_is_none_is_an_error_that_names_those_there_are(home):
    with pytest.raises(SettingsError, match="slate, paper, contrast"):
        open_board(Wishes(theme="pink"))


@pytest.mark.parametrize("display", [1, 7, -1])
def test_a_monitor_that_is_none_is_an_error_that_says_which_there_is(home, display):
    with pytest.raises(DisplayError) as caught:
        open_board(Wishes(windowed=SIZE, display=display))
    assert str(caught.value) == f"there is no display {display}: the only one is display 0"
    assert not pygame.display.get_init()


def test_a_monitor_that_is_gone_is_forgotten(home):
    save_settings(Settings(full_screen=False, size=SIZE, display=7), home / "settings.toml")
    run(Wishes(), *drawn("1"), SAVE)
    assert saved_strokes(home)


# Replay


def test_a_replay_touches_nothing_of_the_user_s_own(home, ink_file):
    run(WINDOWED, *drawn("4"))
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    run(Wishes(windowed=SIZE, replay=ink_file), key(pygame.K_t), *drawn("1"))
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("content", ["", '{"strokes": []}\n', "{nonsense"])
def test_a_file_without_ink_cannot_be_replayed(home, tmp_path, content):
    path = tmp_path / "none.jsonl"
    path.write_text(content)
    with pytest.raises(InkError, match=r"none\.jsonl"):
        open_board(Wishes(windowed=SIZE, replay=path))


# A picture


def test_a_picture_is_taken_without_a_window(home, tmp_path, ink_file):
    out = tmp_path / "out.png"
    open_board(Wishes(screenshot=out))
    assert picture(out).shape[:2] == DEFAULT_SIZE
    open_board(Wishes(windowed=SIZE, screenshot=out, theme="paper"))
    empty = picture(out)
    assert (empty[3, 3] == THEMES["paper"].board).all()
    open_board(Wishes(windowed=SIZE, screenshot=out, replay=ink_file, theme="paper"))
    shown = picture(out)
    ink = (shown == THEMES["paper"].ink).all(axis=2)
    assert ink.sum() > 500
    answer = shown[round(0.75 * SIZE[0]) :]
    assert (np.abs(answer - THEMES["paper"].accent).max(axis=2) < 12).sum() > 500
    assert not home.exists()


def test_the_command_line_takes_a_picture_where_there_is_no_screen(tmp_path, ink_file):
    out = tmp_path / "out.png"
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    env |= {"PYTHONPATH": str(ROOT), "RECOGNIZER_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "recognizer", "board", "--windowed", "800x600"]
    done = subprocess.run(
        [*command, "--replay", str(ink_file), "--screenshot", str(out)],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert picture(out).shape[:2] == (800, 600)


def test_where_no_picture_can_be_written_the_error_says_so(home, tmp_path):
    (tmp_path / "no").write_bytes(b"a file")
    with pytest.raises(FileError, match=r"no/out\.png"):
        open_board(Wishes(windowed=SIZE, screenshot=tmp_path / "no" / "out.png"))


def test_a_picture_of_the_board_is_written_whole_or_not_at_all(home, tmp_path):
    out = tmp_path / "out.png"
    out.write_bytes(b"what was there")
    code = (
        "import resource, sys; from pathlib import Path; "
        "from recognizer.board import Wishes, open_board; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)); "
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "open_board(Wishes(windowed=(800, 600), screenshot=Path(sys.argv[1])))"
    )
    done = run_python("-c", code, out)
    assert "FileError" in done.stderr
    assert out.read_bytes() == b"what was there"
    assert list(tmp_path.iterdir()) == [out]


def test_what_the_board_saves_says_what_was_read(home):
    run(WINDOWED, *drawn("4"))
    run(WINDOWED, key(pygame.K_7), SAVE)
    (path,) = home.glob("saves/*.json")
    assert json.loads(path.read_bytes())["label"] == "7"
