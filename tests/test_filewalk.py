from __future__ import annotations

import os
from pathlib import Path

import pytest
from making import calls_within_calls

from recognizer.commands.read.walk import Source, identity, walk


def grow(root: Path, *names: str) -> Path:
    """Make empty files below `root`; a name that ends in a slash is a folder."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir() if name.endswith("/") else path.touch()
    return root


def found(root: Path, *names: str) -> list[str]:
    """Return what a walk finds below `root`, as seen from there."""
    return [os.path.relpath(each.name, root) for each in walk(names or [str(root)])]


def test_what_is_named_comes_in_its_order_whatever_it_is() -> None:
    names = ["b.png", "-", "a.txt", "missing"]
    assert [each.name for each in walk(names)] == names


def test_a_folder_is_walked_by_name(tmp_path: Path) -> None:
    grow(tmp_path, "c.png", "a.json", "b/z.jpg", "b/a.jsonl", "b/c/d.webp", "a/x.bmp", "d.jsonl.gz")
    every = ["a/x.bmp", "a.json", "b/a.jsonl", "b/c/d.webp", "b/z.jpg", "c.png", "d.jsonl.gz"]
    assert found(tmp_path) == every


def test_unknown_kinds_and_what_is_hidden_are_passed_over(tmp_path: Path) -> None:
    grow(tmp_path, "a.png", ".b.png", ".c/d.png", "e.txt", "png", "f.PNG")
    assert found(tmp_path) == ["a.png", "f.PNG"]


def test_a_hidden_folder_that_is_named_is_walked(tmp_path: Path) -> None:
    grow(tmp_path, ".c/d.png")
    assert found(tmp_path, str(tmp_path / ".c")) == [".c/d.png"]


def test_a_folder_with_the_name_of_a_picture_is_a_folder(tmp_path: Path) -> None:
    assert found(grow(tmp_path, "a.png/b.png")) == ["a.png/b.png"]


def test_links_that_lead_in_a_circle_are_followed_once(tmp_path: Path) -> None:
    grow(tmp_path, "a/b/1.png", "a/2.png")
    for name in ("a/up", "a/b/up", "a/b/top"):
        (tmp_path / name).symlink_to(tmp_path / "a")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert found(tmp_path) == ["a/2.png", "a/b/1.png"]


def test_links_to_elsewhere_are_followed(tmp_path: Path) -> None:
    grow(tmp_path, "there/1.png", "here/2.png")
    (tmp_path / "here" / "link").symlink_to(tmp_path / "there")
    assert found(tmp_path, str(tmp_path / "here")) == ["here/2.png", "here/link/1.png"]


def test_a_link_to_nowhere_is_left_to_the_reading(tmp_path: Path) -> None:
    (tmp_path / "a.png").symlink_to(tmp_path / "nowhere.png")
    assert found(tmp_path) == ["a.png"]


def test_a_source_knows_the_folder_below_the_one_that_was_named(tmp_path: Path) -> None:
    grow(tmp_path, "1.png", "a/b/2.png")
    assert [each.under for each in walk([str(tmp_path), "x.png"])] == [".", "a/b", ""]


def test_what_is_left_out_is_neither_read_nor_entered(tmp_path: Path) -> None:
    grow(tmp_path, "1.png", "out/2.png", "done.jsonl")
    own = {key for key in map(identity, (tmp_path / "out", tmp_path / "done.jsonl")) if key}
    assert [Path(each.name).name for each in walk([str(tmp_path)], own)] == ["1.png"]


@pytest.mark.parametrize("names", [(), ("a.txt", "b/c/")])
def test_a_folder_with_nothing_to_read_is_told(tmp_path: Path, names: tuple[str, ...]) -> None:
    (source,) = walk([str(grow(tmp_path, *names))])
    assert source.fault.startswith(f"{tmp_path}: holds no file that can be read (.json")
    assert source.fault.endswith("; a PDF is read if it is named")


def test_an_empty_name_does_not_walk_the_working_folder() -> None:
    assert list(walk([""])) == [Source("", fault="an empty name: no such file")]


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may read everything")
def test_a_closed_folder_is_told_and_the_walk_goes_on(tmp_path: Path) -> None:
    grow(tmp_path, "a/1.png", "b/2.png")
    (tmp_path / "a").chmod(0)
    first, second = walk([str(tmp_path)])
    (tmp_path / "a").chmod(0o700)
    assert first.fault == f"{tmp_path / 'a'}: Permission denied"
    assert second.name == str(tmp_path / "b" / "2.png")


def test_folders_may_be_nested_deeper_than_python_calls(tmp_path: Path) -> None:
    deepest = "/".join("d" * 200)
    grow(tmp_path, f"{deepest}/1.png")
    with calls_within_calls(100):
        assert found(tmp_path) == [f"{deepest}/1.png"]
