"""Files are written whole or not at all, and never over others."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from making import run_python

from recognizer.atomicfile import (
    claim,
    keep_aside,
    numbered,
    remove_leftovers,
    set_aside,
    write_atomically,
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
    with pytest.raises(FileError, match="no regular file"):
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


def test_leftovers_of_one_file_are_removed(tmp_path: Path) -> None:
    others = [".a.a.01234567.part", ".a.txt", ".ab.01234567.part", ".b.01234567.part", "a"]
    for name in (*others, ".a.01234567.part"):
        (tmp_path / name).touch()
    remove_leftovers(tmp_path / "a")
    assert sorted(os.listdir(tmp_path)) == others


def test_what_a_killed_write_leaves_is_a_leftover(tmp_path: Path) -> None:
    code = """
import os, sys
from pathlib import Path
from recognizer import atomicfile
os.replace = lambda *_: os._exit(9)
atomicfile.write_atomically(Path(sys.argv[1]), b"new")
"""
    assert run_python("-c", code, tmp_path / "a").returncode == 9
    assert len(os.listdir(tmp_path)) == 1
    remove_leftovers(tmp_path / "a")
    assert os.listdir(tmp_path) == []


def test_no_folder_has_no_leftovers(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "none" / "a")
    assert os.listdir(tmp_path) == []


# Names


def test_a_name_is_claimed_once(tmp_path: Path) -> None:
    assert claim(tmp_path / "a")
    assert not claim(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b""


def test_a_folder_has_its_name_already(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert not claim(tmp_path / "a")


def test_names_are_counted_from_two() -> None:
    names = numbered("a")
    assert [next(names) for _ in range(3)] == ["a", "a-2", "a-3"]


def by_renaming(path: Path) -> Path:
    return set_aside(path)


def by_copying(path: Path) -> Path:
    return keep_aside(path, path.read_bytes())


@pytest.fixture(params=[by_renaming, by_copying], ids=["set aside", "keep aside"])
def aside(request: pytest.FixtureRequest) -> Aside:
    return request.param  # type: ignore[no-any-return]


def test_what_is_put_aside_is_called_damaged(tmp_path: Path, aside: Aside) -> None:
    (tmp_path / "a.toml").write_bytes(b"bad")
    path = aside(tmp_path / "a.toml")
    assert path == tmp_path / "a.toml.damaged"
    assert path.read_bytes() == b"bad"


def test_nothing_put_aside_is_overwritten(tmp_path: Path, aside: Aside) -> None:
    for content in (b"1", b"2", b"3"):
        (tmp_path / "a").write_bytes(content)
        aside(tmp_path / "a")
    names = ("a.damaged", "a.damaged-2", "a.damaged-3")
    assert [(tmp_path / name).read_bytes() for name in names] == [b"1", b"2", b"3"]


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
