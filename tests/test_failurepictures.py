"""A test that fails leaves a picture of what was to be seen; one that passes leaves none."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from making import ROOT, run_python

TESTS = """
import pytest

pytest_plugins = ["boardfixtures"]

class Page:
    def save_picture(self, path):
        path.write_text("what the page shows")

@pytest.fixture
def page():
    return Page()

@pytest.mark.parametrize("color", ["#ff0000"])
def test_frame(window, color):
    window.surface.fill(color)
    assert not "the frame is red"

def test_page(page):
    assert not "the page is right"

def test_right(window, page):
    pass
"""

DEATH = """
import os

def test_death():
    os._exit(1)
"""


def run_tests(folder: Path, *options: str) -> str:
    """Run the tests in `folder`, and return what pytest says."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    plugins = ("-p", "failurepictures", "-p", "no:cacheprovider", "--color=no")
    places = ("-c", os.devnull, "--rootdir", folder)
    done = run_python("-m", "pytest", *plugins, *places, *options, folder, PYTHONPATH=paths)
    return done.stdout


def pictures_in(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "failures").iterdir())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where these tests have been run, with pictures left by an earlier run."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "test_board.py").write_text(TESTS)
    (folder / "failures").mkdir()
    (folder / "failures" / "old.png").touch()
    (folder / "said").write_text(run_tests(folder))
    return folder


def test_a_picture_for_each_test_that_fails_and_none_of_the_run_before(folder: Path) -> None:
    wanted = ["test_board.py-test_frame-ff0000--1.png", "test_board.py-test_page-1.png"]
    assert pictures_in(folder) == wanted


def test_of_a_board_it_is_the_frame(folder: Path) -> None:
    frame = cv2.imread(str(folder / "failures" / "test_board.py-test_frame-ff0000--1.png"))
    assert frame is not None
    blue, green, red = np.unique(frame.reshape(-1, 3), axis=0).T
    assert (blue, green, red) == (0, 0, 255)


def test_of_anything_else_it_is_what_that_saves(folder: Path) -> None:
    picture = folder / "failures" / "test_board.py-test_page-1.png"
    assert picture.read_text() == "what the page shows"


def test_the_report_names_it(folder: Path) -> None:
    said = (folder / "said").read_text()
    assert str(folder / "failures" / "test_board.py-test_page-1.png") in said
    assert "2 failed, 1 passed" in said


def test_a_process_that_replaces_another_keeps_its_pictures(tmp_path: Path) -> None:
    pytest.importorskip("xdist", reason="no pytest-xdist: pip install 'recognizer-board[dev]'")
    (tmp_path / "test_board.py").write_text(TESTS)
    (tmp_path / "test_death.py").write_text(DEATH)
    said = run_tests(tmp_path, "-n", "1", "-k", "page or death")
    assert "replacing crashed worker" in said
    assert pictures_in(tmp_path) == ["test_board.py-test_page-1.png"]
