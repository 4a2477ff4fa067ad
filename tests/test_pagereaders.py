"""Readers of photos beside ours: those that are there are measured, the others skipped."""

from __future__ import annotations

import json
import sys
from configparser import ConfigParser
from importlib.util import find_spec
from pathlib import Path

import cv2
import pytest
from making import ROOT, run_python, write_program
from sheetpictures import sheet

from recognizer.training.others.pagereaders import (
    RAPIDOCR,
    measured,
    missing_readers,
    page_readers,
)

CONFIG = ConfigParser()
CONFIG.read(ROOT / "setup.cfg", encoding="utf-8")
ROWS = [("24735", 0), ("9 3521", 50)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two photos with their truth; the second says another number than was written."""
    for name in ("one", "two"):
        cv2.imwrite(str(tmp_path / f"{name}.png"), sheet("24735", "93521"))
    truths = [("one", ["24735", "93521"]), ("two", ["24735", "11111"])]
    lines = [json.dumps({"file": f"{name}.png", "truth": truth}) for name, truth in truths]
    (tmp_path / "truth.jsonl").write_text("\n".join(lines))
    return tmp_path


@pytest.mark.parametrize("name", ["ours", "contours and our network"])
def test_lines_that_are_right_are_counted(folder: Path, name: str) -> None:
    found = measured(name, page_readers()[name], folder)
    assert (found.name, found.right, found.of) == (name, 3, 4)
    assert found.seconds > 0


@pytest.mark.skipif(sys.platform == "win32", reason="a program here is a script")
def test_tesseract_is_asked_if_it_is_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "tesseract" not in page_readers()
    write_program(tmp_path / "tesseract", "print('24735\\n9 3521\\n')")
    found = measured("tesseract", page_readers()["tesseract"], folder)
    assert (found.right, found.of) == (3, 4)


def test_rapidocr_is_asked_if_it_is_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / f"{RAPIDOCR}.py"
    rows = [([[0, y], [9, y], [9, y + 9], [0, y + 9]], text) for text, y in ROWS]
    package.write_text(f"class RapidOCR:\n    def __call__(self, picture): return {rows}, None\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, RAPIDOCR, raising=False)
    found = measured("rapidocr", page_readers()["rapidocr"], folder)
    assert (found.right, found.of) == (3, 4)
    assert not any("rapidocr" in each for each in missing_readers())


@pytest.mark.skipif(find_spec(RAPIDOCR) is not None, reason="rapidocr is installed")
def test_what_is_not_there_is_skipped_and_it_is_said_how_to_get_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run_python(ROOT / "scripts" / "beside.py", folder)
    assert done.returncode == 0
    assert "rapidocr" not in done.stdout
    tesseract, rapidocr = done.stderr.splitlines()
    assert tesseract == "beside.py: tesseract is skipped: there is no such program"
    assert "pip install 'recognizer-board[compare]'" in rapidocr
    assert "compare" in CONFIG["options.extras_require"]


def test_the_script_prints_a_table(folder: Path) -> None:
    done = run_python(ROOT / "scripts" / "beside.py", folder)
    assert done.returncode == 0
    head, line, ours, *_ = done.stdout.splitlines()
    assert (head.count("|"), line.count("|")) == (7, 7)
    assert ours.startswith("| ours | 3 | 4 | 75.0% |")


def test_without_a_truth_file_the_script_says_so(tmp_path: Path) -> None:
    done = run_python(ROOT / "scripts" / "beside.py", tmp_path)
    assert done.returncode == 2
    assert "truth.jsonl" in done.stderr
