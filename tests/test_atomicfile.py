"""Files are written whole or not at all, and never over others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from making import changed_environment, run_python, started

from recognizer.disk.atomicfile import (
    keep_aside,
    numbered,
    remove_leftovers,
    set_aside,
    write_atomically,
    write_new,
)
from recognizer.errors import FileError

Aside = Callable[[Path], Path]


def test_what_is_written_is_there(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", b"\x00new\n")
    assert (tmp_path / "a").read_bytes() == b"\x00new\n"
    assert os.listdir(tmp_path) == ["a"]


def test_what_was_there_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old and longer")
    write_atomically(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    write_atomically(tmp_path / "b" / "c" / "a", b"new")
    assert (tmp_path / "b" / "c" / "a").read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "a").symlink_to(tmp_path / "there" / "b")
    write_atomically(tmp_path / "a", b"new")
    assert (tmp_path / "a").is_symlink()
    assert (tmp_path / "there" / "b").read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes with names there")
@pytest.mark.parametrize("linked", [False, True], ids=["pipe", "link to a pipe"])
def test_what_is_no_regular_file_is_never_replaced(tmp_path: Path, linked: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    with pytest.raises(FileError, match="not a regular file"):
        write_atomically(tmp_path / ("link" if linked else "pipe"), b"new")
    assert (tmp_path / "pipe").is_fifo()
    assert sorted(os.listdir(tmp_path)) == ["link", "pipe"]


def test_a_failure_is_one_line_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(FileError) as caught:
        write_atomically(tmp_path / "a", b"new")
    message = str(caught.value)
    assert str(tmp_path / "a") in message
    assert "\n" not in message
    assert os.listdir(tmp_path) == ["a"]


def test_a_folder_that_cannot_be_made_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError):
        write_atomically(tmp_path / "file" / "a", b"new")


def test_what_was_there_survives_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(TypeError):
        write_atomically(tmp_path / "a", "no bytes")  # type: ignore[arg-type]
    assert (tmp_path / "a").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


LEFT = (".a.01234567.part", ".recognizer-2026-01-01-000000.png.89abcdef.part")
CLAIMS = ("a.damaged", "b.json.damaged-2", "saved-1.png")
OTHERS = (".a.part", ".a.txt", "a", "a.png", "saved-2.png", "b.damaged", "notes.part")
"""What stays: what is empty but for the last two, and is no claim, or is none of ours."""


def test_what_killed_programs_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (*LEFT, *CLAIMS, *OTHERS):
        (tmp_path / name).touch()
    (tmp_path / LEFT[0]).write_bytes(b"half")
    (tmp_path / "saved-2.png").write_bytes(b"a picture")
    (tmp_path / "b.damaged").write_bytes(b"bad")
    (tmp_path / ".folder.01234567.part").mkdir()
    remove_leftovers(tmp_path, re.compile(r"saved-\d\.png"))
    assert sorted(os.listdir(tmp_path)) == sorted([*OTHERS, ".folder.01234567.part"])


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes with names there")
def test_a_pipe_that_is_named_as_a_leftover_hangs_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".a.01234567.part")
    os.mkfifo(tmp_path / "a.damaged")
    remove_leftovers(tmp_path)


def test_what_a_killed_write_leaves_is_a_leftover(tmp_path: Path) -> None:
    code = """
import os, sys
from pathlib import Path
from recognizer.disk import atomicfile
os.replace = os.link = os.rename = lambda *_: os._exit(9)
getattr(atomicfile, sys.argv[2])(Path(sys.argv[1]), b"new")
"""
    for write in ("write_atomically", "write_new"):
        assert run_python("-c", code, tmp_path / "a", write).returncode == 9
        assert len(os.listdir(tmp_path)) == 1
        remove_leftovers(tmp_path)
        assert os.listdir(tmp_path) == []


def test_what_another_program_is_writing_is_no_leftover(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from recognizer.disk.atomicfile import partial_file, replace_by, write_through
target = Path(sys.argv[1])
with partial_file(target) as (stream, partial):
    write_through(stream, b"whole")
    print("written", flush=True)
    sys.stdin.readline()
    replace_by(stream, partial, target)
"""
    with started(
        [sys.executable, "-c", code, tmp_path / "a"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=changed_environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"written"
        remove_leftovers(tmp_path)
        assert len(os.listdir(tmp_path)) == 1
        process.communicate(b"\n")
    assert process.returncode == 0
    assert os.listdir(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"whole"


def test_no_folder_has_no_leftovers(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "none")
    assert os.listdir(tmp_path) == []


# Names


@pytest.fixture(params=[True, False], ids=["with links", "without"])
def links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the file system have links or none, as that of a memory stick."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    if not request.param:
        monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("links")
def test_a_new_file_takes_no_name_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert write_new(tmp_path / "a", b"first")
    assert not write_new(tmp_path / "a", b"second")
    assert not write_new(tmp_path / "folder", b"third")
    assert (tmp_path / "a").read_bytes() == b"first"
    assert sorted(os.listdir(tmp_path)) == ["a", "folder"]


def test_a_new_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="none"):
        write_new(tmp_path / "none" / "a", b"new")
    assert os.listdir(tmp_path) == []


def test_names_are_counted_from_two() -> None:
    names = numbered("a")
    assert [next(names) for _ in range(3)] == ["a", "a-2", "a-3"]


def by_renaming(path: Path) -> Path:
    return set_aside(path)


def by_copying(path: Path) -> Path:
    return keep_aside(path, path.read_bytes())


@pytest.fixture(params=[by_renaming, by_copying], ids=["set aside", "keep aside"])
def aside(request: pytest.FixtureRequest) -> Aside:
    return request.param


@pytest.mark.usefixtures("links")
def test_what_is_put_aside_is_called_damaged(tmp_path: Path, aside: Aside) -> None:
    (tmp_path / "a.toml").write_bytes(b"bad")
    path = aside(tmp_path / "a.toml")
    assert path == tmp_path / "a.toml.damaged"
    assert path.read_bytes() == b"bad"


@pytest.mark.usefixtures("links")
def test_nothing_put_aside_is_overwritten(tmp_path: Path, aside: Aside) -> None:
    for content in (b"1", b"2", b"3"):
        (tmp_path / "a").write_bytes(content)
        aside(tmp_path / "a")
    names = ("a.damaged", "a.damaged-2", "a.damaged-3")
    assert [(tmp_path / name).read_bytes() for name in names] == [b"1", b"2", b"3"]


@pytest.mark.usefixtures("links")
def test_only_a_rename_takes_the_file_away(tmp_path: Path) -> None:
    for name in ("renamed", "kept"):
        (tmp_path / name).touch()
    set_aside(tmp_path / "renamed")
    keep_aside(tmp_path / "kept", b"")
    assert sorted(os.listdir(tmp_path)) == ["kept", "kept.damaged", "renamed.damaged"]


def test_what_is_not_there_cannot_be_set_aside(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="none"):
        set_aside(tmp_path / "none")
    assert os.listdir(tmp_path) == []


def test_nothing_is_kept_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="none"):
        keep_aside(tmp_path / "none" / "a", b"")
