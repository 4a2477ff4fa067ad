"""Any value in any place of a file of ours is used, or refused in one line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from strokes import DIGITS

from recognizer import Ink
from recognizer.commands.read.resume import ResumeLog
from recognizer.commands.read.walk import Source
from recognizer.commands.read.work import Job
from recognizer.errors import RecognizerError
from recognizer.ink.inkfile import read_ink_file
from recognizer.keeping.boardfiles import load_board_file
from recognizer.keeping.journal import replay
from recognizer.keeping.profiles import lessons_in, profile_text
from recognizer.lessons import new_lesson

HOSTILE = [
    "null",
    "true",
    "0",
    "-1",
    "1e999",
    "-1e999",
    "1e308",
    "0.5",
    "9" * 400,
    "9" * 5000,
    '""',
    '"7"',
    '"\\ud800"',
    '"\\u0000\\u001b[2J"',
    '"0001-01-01T00:00:00+14:00"',
    "[]",
    "{}",
    "[" * 30 + "]" * 30,
    '[[1e999, 1], ["a", null]]',
    '{"strokes": 3}',
]
"""JSON that is put in the place of each value."""

INK = {"strokes": [[[1, 2], [3, 4]], [[5, 6]]], "pen_widths": [3, None]}
LESSON = new_lesson(DIGITS["7"], "7", np.ones(3, np.float32), "model")
RESUMED = {
    "file": "a.json",
    "text": "7",
    "source": {"path": "/a.json", "size": 5, "mtime_ns": 7, "line": 0, "last": True},
}
CHANGE = {
    "removed": [0],
    "added": [[0, INK | {"strokes": [[[1, 2]]], "pen_widths": [3]}]],
    "corrections": [[[0], "7"]],
    "picture": {"name": "a", "png": "AAAA"},
    "board": [800, 600],
    "taught": {"profile": "ada", "learned": [{"label": "7", **INK}], "unlearned": []},
    "kept": {"profile": "ada", "learned": ["5f2e"], "unlearned": []},
}


def hostile(value: object) -> Iterator[str]:
    """Yield `value` as JSON with each of its parts, one at a time, as each of `HOSTILE`."""
    mark = "@@"
    for marked in _marked(value, mark):
        text = json.dumps(marked)
        yield from (text.replace(f'"{mark}"', each) for each in HOSTILE)


def _marked(value: object, mark: str) -> Iterator[object]:
    yield mark
    if isinstance(value, dict):
        for key, part in value.items():
            yield from ({**value, key: each} for each in _marked(part, mark))
    if isinstance(value, list):
        for i, part in enumerate(value):
            yield from ([*value[:i], each, *value[i + 1 :]] for each in _marked(part, mark))


def load_profile(path: Path, text: str) -> None:
    lessons, wrong = lessons_in(text.encode())
    assert "\n" not in wrong
    profile_text(lessons)
    assert all(each.time.astimezone() for each in lessons)


def replay_journal(path: Path, text: str) -> None:
    journal = replay(text.encode() + b"\n")
    assert "\n" not in journal.damage
    Ink(journal.page.strokes).to_json()


def resume(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8")
    with ResumeLog(path) as log:
        assert isinstance(log.job(Source(str(path))), Job)


def open_on_the_board(path: Path, text: str) -> None:
    path.with_suffix(".json").write_text(text, encoding="utf-8")
    load_board_file(path.with_suffix(".json"))


def read_inks(path: Path, text: str) -> None:
    path.with_suffix(".jsonl").write_text(text + "\n", encoding="utf-8")
    list(read_ink_file(path.with_suffix(".jsonl")))


@pytest.mark.parametrize(
    ("load", "value"),
    [
        (load_profile, json.loads(profile_text([LESSON]))),
        (replay_journal, CHANGE),
        (resume, RESUMED),
        (open_on_the_board, {"corrections": [[[0], "7"]], "said": "", "label": "7", **INK}),
        (read_inks, {"label": "7", "writer": "w", **INK}),
    ],
    ids=["profile", "journal", "resume", "board file", "ink file"],
)
def test_any_value_anywhere_is_used_or_refused_in_one_line(
    tmp_path: Path, load: Callable[[Path, str], None], value: Any
) -> None:
    if load is load_profile:  # of a long drawn digit a few points say enough
        value["lessons"][0]["strokes"] = INK["strokes"]
        value["lessons"][0].pop("pen_widths", None)
    refusals: list[str] = []
    texts = list(hostile(value))
    for text in texts:
        try:
            load(tmp_path / "file", text)
        except RecognizerError as error:
            refusals.append(str(error))
    assert len(texts) >= 9 * len(HOSTILE)
    assert refusals or load is replay_journal  # which tells of damage instead
    assert [each for each in refusals if "\n" in each or len(each) > 500] == []
