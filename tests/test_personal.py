"""A model of one's own: lessons among the training data, kept only if nothing is spoiled."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from making import ROOT, copy_model, run_python
from strokes import DIGITS, FLAGGED

from recognizer import Ink, Reader
from recognizer.errors import LessonError
from recognizer.keeping.profiles import Profile, profile_text
from recognizer.lessons import Lesson
from recognizer.network.alphabet import NONE
from recognizer.training.data.characters import NONE_PLACE
from recognizer.training.draw.epochs import limited, load_training_data
from recognizer.training.model.personal import (
    MAX_VARIATIONS,
    PERSONAL,
    VARIATIONS,
    personal_epoch,
    personal_recipe,
    usable,
)
from recognizer.training.recipe import Recipe, Source

LIMIT = 20
FAST = """
import sys
from dataclasses import replace
from pathlib import Path
from recognizer.keeping.profiles import lessons_in
from recognizer.resources import models_dir
from recognizer.training.model.personal import GENTLE, PERSONAL, usable
from recognizer.training.model.personalfit import train_personal
from recognizer.training.recipe import Recipe, Source

data, lessons, out = map(Path, sys.argv[1:4])
hasty = replace(GENTLE, peak_rate=float(sys.argv[5]))
recipe = Recipe((replace(PERSONAL, epochs=10),), picture=hasty)
known, _ = lessons_in(lessons.read_bytes())
source = Source(data, int(sys.argv[4]))
for line in train_personal(usable(known), recipe, source, models_dir(), "unknown", out):
    print(line)
"""


def lesson(ink: Ink, label: str, minute: int = 0) -> Lesson:
    time = datetime(2026, 1, 1, tzinfo=timezone.utc) + timedelta(minutes=minute)
    return Lesson(ink, label, np.zeros(0, np.float32), "", time)


def train(data: Path, home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run scripts/train.py for the profile `mine` below `home`."""
    command = [ROOT / "scripts" / "train.py", "--personal", "mine", "--data", data, *arguments]
    quiet: dict[str, Any] = {"TF_CPP_MIN_LOG_LEVEL": "3", "RECOGNIZER_HOME": str(home)}
    return run_python(*command, "--limit", LIMIT, timeout=600, **quiet)


def train_fast(data: Path, folder: Path, *lessons: Lesson, rate: float = 5e-4) -> list[str]:
    """Train for `lessons` at a high rate, into `own` below `folder`; return what is said."""
    (folder / "lessons.json").write_text(profile_text(lessons))
    arguments = (data, folder / "lessons.json", folder / "own", LIMIT, rate)
    done = run_python("-c", FAST, *arguments, timeout=600, TF_CPP_MIN_LOG_LEVEL="3")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def teach(home: Path, *lessons: Lesson) -> None:
    Profile(home / "profiles" / "mine.json").change(lessons, ())


def test_lessons_come_in_many_variations_among_all_other_digits(data: Path) -> None:
    known = load_training_data(Source(data, LIMIT))
    phase = limited(PERSONAL, LIMIT)
    without = personal_epoch((1, 0), phase, known, [lesson(DIGITS["3"], "3")])
    taught = personal_epoch((1, 0), phase, known, [lesson(FLAGGED, "1"), lesson(FLAGGED, NONE)])
    counts, before = Counter(taught.labels.tolist()), Counter(without.labels.tolist())
    assert counts[1] == before[1] + VARIATIONS
    assert counts[NONE_PLACE] == before[NONE_PLACE] + VARIATIONS
    assert counts[3] == before[3] - VARIATIONS
    assert all(counts[digit] == before[digit] > 0 for digit in (0, 2, 4, 5, 6, 7, 8, 9))


def test_no_two_variations_are_the_same(data: Path) -> None:
    known = load_training_data(Source(data, LIMIT))
    drawn = personal_epoch((1, 0), limited(PERSONAL, LIMIT), known, [lesson(FLAGGED, NONE)])
    none = drawn.images[drawn.labels == NONE_PLACE]
    assert len({image.tobytes() for image in none}) == len(none)


def test_many_lessons_do_not_drown_the_rest(data: Path) -> None:
    known = load_training_data(Source(data, LIMIT))
    many = [lesson(FLAGGED, "1", minute) for minute in range(300)]
    drawn = personal_epoch((1, 0), limited(PERSONAL, LIMIT), known, many)
    assert Counter(drawn.labels.tolist())[1] <= MAX_VARIATIONS + LIMIT


def test_each_epoch_is_another_and_the_same_seed_the_same(data: Path) -> None:
    known, phase = load_training_data(Source(data, LIMIT)), limited(PERSONAL, LIMIT)
    taught = [lesson(FLAGGED, "1")]
    first, again, next_one = (
        personal_epoch((1, epoch), phase, known, taught).images for epoch in (0, 0, 1)
    )
    np.testing.assert_array_equal(first, again)
    assert first.shape == next_one.shape
    assert not np.array_equal(first, next_one)


def test_a_recipe_says_how_long_it_goes_on() -> None:
    recipe = personal_recipe(3, seed=7)
    assert (recipe.epochs, recipe.seed, recipe.phases[0].name) == (3, 7, "personal")
    assert recipe.picture.peak_rate < Recipe().picture.peak_rate / 10


def test_lessons_of_what_the_model_does_not_know_are_left_out() -> None:
    lessons = [lesson(FLAGGED, "1"), lesson(FLAGGED, "a"), lesson(FLAGGED, NONE)]
    assert [each.label for each in usable(lessons)] == ["1", NONE]
    for none in ([], lessons[1:2]):
        with pytest.raises(LessonError, match="nothing to learn"):
            usable(none)


@pytest.mark.slow
@pytest.mark.tensorflow
def test_a_hand_is_learned_and_the_model_kept(data: Path, tmp_path: Path) -> None:
    assert Reader().read_digit(FLAGGED).best == "7"
    said = train_fast(data, tmp_path, *(lesson(FLAGGED, "1", minute) for minute in range(12)))
    model = tmp_path / "own"
    assert "lessons: 0 of 12 right before, 12 after" in said, "\n".join(said)
    assert said[-1] == f"{model}: kept; recognizer --model {model}"
    assert sorted(path.name for path in model.iterdir()) == [
        *("digits.json", "digits.keras", "digits.path.keras", "digits.path.tflite"),
        *("digits.plane.json", "digits.tflite", "small"),
    ]
    training = json.loads((model / "digits.json").read_text())["training"]
    assert (training["lessons"], training["epochs"]) == (12, 10)
    assert f"{training['share']:.0%} of the way is best" in said
    assert Reader(model).read_digit(FLAGGED).best == "1"
    assert Reader(model).read_digit(DIGITS["3"]).best == "3"


@pytest.mark.slow
@pytest.mark.tensorflow
def test_from_the_command_line_nothing_is_left_of_what_is_not_kept(
    data: Path, tmp_path: Path
) -> None:
    teach(tmp_path, lesson(DIGITS["3"], "3"))
    done = train(data, tmp_path, "--epochs", 1)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("not kept: ")
    assert not [path for path in (tmp_path / "profiles").iterdir() if path.is_dir()]


@pytest.mark.slow
@pytest.mark.tensorflow
def test_a_model_that_reads_worse_is_not_kept(data: Path, tmp_path: Path) -> None:
    labels = list(DIGITS)
    wrong = [lesson(DIGITS[label], labels[k - 1], k) for k, label in enumerate(labels)]
    said = train_fast(data, tmp_path, *wrong, rate=5e-3)
    assert said[-1].startswith("not kept: it loses ")
    assert not (tmp_path / "own").exists()


@pytest.mark.tensorflow
def test_a_model_of_other_characters_is_refused_in_one_line(data: Path, tmp_path: Path) -> None:
    code = FAST.replace("models_dir()", "Path(sys.argv[6])")
    (tmp_path / "lessons.json").write_text(profile_text([lesson(FLAGGED, "1")]))
    other = copy_model(tmp_path, labels=list("0123456789"), path=None)
    arguments = (data, tmp_path / "lessons.json", tmp_path / "own", LIMIT, 1e-4, other)
    done = run_python("-c", code, *arguments, timeout=600, TF_CPP_MIN_LOG_LEVEL="3")
    assert done.stderr.endswith(f"DataError: {tmp_path}: a model of another kind\n")


def test_a_profile_that_is_not_there_is_told_in_one_line(data: Path, tmp_path: Path) -> None:
    done = train(data, tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("train.py: there is no profile mine")


def test_a_profile_without_lessons_teaches_nothing(data: Path, tmp_path: Path) -> None:
    teach(tmp_path)
    done = train(data, tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("train.py: nothing to learn")


@pytest.mark.parametrize("more", [("--network", "dense", "--out", "x"), ("--preview", "x.png")])
def test_only_our_own_network_is_trained_for_one(
    data: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    done = train(data, tmp_path, *more)
    assert done.returncode == 2
    assert "--personal is for our own network" in done.stderr
