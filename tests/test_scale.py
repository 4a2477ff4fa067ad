"""The examples of docs/scale.md run as they stand there."""

from __future__ import annotations

import json
import pickle
import re
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import cv2
import pytest
from making import picture_of, run_python
from strokes import DIGITS

from recognizer import Reader

PAGE = Path(__file__).resolve().parent.parent / "docs" / "scale.md"


def code(heading: str) -> str:
    """Return the first block of Python under a heading of the page."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}")[1]
    return re.findall(r"```python\n(.*?)```", section, flags=re.DOTALL)[0]


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for digit in "0123456789":
        cv2.imwrite(str(folder / f"{digit}.png"), picture_of(DIGITS[digit]))
    return folder


def test_the_example_for_ray_reads_a_folder_of_pictures(photos: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    pytest.importorskip("pyarrow")
    done = run_python("-c", code("Ray Data"), cwd=tmp_path, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [
        json.loads(line)
        for file in sorted((tmp_path / "read").iterdir())
        for line in file.read_text().splitlines()
    ]
    assert {Path(line["path"]).stem: line["text"] for line in lines} == {d: d for d in "0123456789"}


def test_the_example_of_the_standard_library_reads_a_folder(photos: Path, tmp_path: Path) -> None:
    (tmp_path / "example.py").write_text(code("Dask, Spark"), encoding="utf-8")
    done = run_python("example.py", cwd=tmp_path)
    assert (done.stdout.split(), done.stderr) == (list("0123456789"), "")


def test_a_pickled_reader_is_small_and_reads_in_another_process() -> None:
    reader = Reader()
    assert len(pickle.dumps(reader)) < 1000
    pictures = [picture_of(DIGITS[digit]) for digit in "47"]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        texts = [reading.text for reading in pool.map(reader.read_image, pictures)]
    assert texts == ["4", "7"]


def test_many_pictures_are_read_as_one_by_one() -> None:
    reader, pictures = Reader(), [picture_of(DIGITS[digit]) for digit in "1358"]
    assert reader.read_images(pictures) == [reader.read_image(each) for each in pictures]
