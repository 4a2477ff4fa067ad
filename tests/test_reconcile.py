"""What a killed board had taught is learned at the next start; what was forgotten is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from strokes import DIGITS

from recognizer.disk.places import Places, user_places
from recognizer.document.corrections import Correction
from recognizer.document.page import Change, Page, corrected, drawn
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.profiles import Profile, profile_path
from recognizer.keeping.reconcile import learn_what_was_taught
from recognizer.lessons import Lesson, new_lesson

STROKE = DIGITS["1"].strokes[0]
PAGE = Page((STROKE,))
SEVEN, ONE = (
    new_lesson(DIGITS[digit], digit, np.eye(3, dtype=np.float32)[place], "model")
    for place, digit in enumerate("71")
)


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    monkeypatch.setenv("RECOGNIZER_HOME", str(tmp_path))
    return user_places()


def board_of(places: Places, profile: str = "ada") -> Autosave:
    """Start a board on which one stroke is drawn."""
    autosave = Autosave(places.autosaves)
    autosave.restore()
    autosave.profile = profile
    autosave.record(drawn(Page(), STROKE), PAGE)
    return autosave


def taught(label: str, learned: list[Lesson], unlearned: list[Lesson]) -> tuple[Change, Page]:
    change = corrected(PAGE, Correction((STROKE,), label), tuple(learned), tuple(unlearned))
    return change, change.apply(PAGE)


def kill(autosave: Autosave) -> None:
    """Let the board end as by a kill: the system gives its lock free, and nothing else is done."""
    content = autosave.path.read_bytes()
    autosave.close()
    autosave.path.write_bytes(content)


def labels(name: str = "ada") -> list[str]:
    return [lesson.label for lesson in Profile(profile_path(name)).load()[0]]


def test_a_lesson_that_never_came_to_the_profile_is_learned(places: Places) -> None:
    autosave = board_of(places)
    autosave.record(*taught("7", [SEVEN], []))
    kill(autosave)
    assert labels() == []
    assert learn_what_was_taught(places) == ""
    assert labels() == ["7"]


def test_a_lesson_that_was_taken_back_does_not_stay(places: Places) -> None:
    Profile(profile_path("ada")).change([SEVEN, ONE], [])
    autosave = board_of(places)
    autosave.record(*taught("", [], [SEVEN]))
    kill(autosave)
    learn_what_was_taught(places)
    assert labels() == ["1"]


def test_what_was_taken_back_and_made_again_is_as_it_was_last(places: Places) -> None:
    autosave = board_of(places)
    change, page = taught("7", [SEVEN], [])
    autosave.record(change, page)
    autosave.record(change.inverse, PAGE)
    autosave.record(Change(learned=(ONE,)), PAGE)
    autosave.record(Change(unlearned=(ONE,)), PAGE)
    autosave.record(Change(learned=(ONE,)), PAGE)
    kill(autosave)
    learn_what_was_taught(places)
    assert labels() == ["1"]


@pytest.mark.parametrize("rewritten", [False, True])
def test_what_was_forgotten_on_purpose_does_not_come_back(places: Places, rewritten: bool) -> None:
    profile = Profile(profile_path("ada"))
    autosave = board_of(places)
    change, page = taught("7", [SEVEN], [])
    autosave.record(change, page)
    profile.change(change.learned, change.unlearned)
    autosave.keep_lessons(change)
    kill(autosave)
    if rewritten:  # as at each start
        again = Autosave(places.autosaves)
        again.restore()
        again.close()
    profile.change([], [SEVEN])
    learn_what_was_taught(places)
    assert labels() == []


def test_what_has_been_learned_is_not_learned_again(places: Places) -> None:
    autosave = board_of(places)
    autosave.record(*taught("7", [SEVEN], []))
    kill(autosave)
    learn_what_was_taught(places)
    Profile(profile_path("ada")).change([], [SEVEN])
    learn_what_was_taught(places)
    assert labels() == []


def test_only_what_the_profile_has_is_settled(places: Places) -> None:
    autosave = board_of(places)
    first, page = taught("7", [SEVEN], [])
    autosave.record(first, page)
    second = Change(learned=(ONE,), unlearned=(SEVEN,))
    autosave.record(second, page)  # while the first is being written
    Profile(profile_path("ada")).change([SEVEN], [])
    autosave.keep_lessons(first)
    kill(autosave)
    learn_what_was_taught(places)
    assert labels() == ["1"]


def test_lessons_are_kept_where_the_page_is_written_anew(places: Places) -> None:
    autosave = board_of(places)
    autosave.record(*taught("7", [SEVEN], []))
    kill(autosave)
    again = Autosave(places.autosaves)
    page, _ = again.restore()
    kill(again)
    assert [each.label for each in page.corrections] == ["7"]
    learn_what_was_taught(places)
    assert labels() == ["7"]


def test_each_profile_learns_what_it_was_taught(places: Places) -> None:
    autosave = board_of(places)
    autosave.record(Change(learned=(SEVEN,)), PAGE)
    autosave.profile = "eve"
    autosave.record(Change(learned=(ONE,)), PAGE)
    kill(autosave)
    learn_what_was_taught(places)
    learn_what_was_taught(places)
    assert (labels("ada"), labels("eve")) == (["7"], ["1"])


def test_a_torn_line_is_no_obstacle(places: Places) -> None:
    autosave = board_of(places)
    autosave.record(*taught("7", [SEVEN], []))
    kill(autosave)
    with autosave.path.open("ab") as stream:
        stream.write(b'{"added":[[0,{"str')
    learn_what_was_taught(places)
    assert labels() == ["7"]
    again = Autosave(places.autosaves)
    page, message = again.restore()
    again.close()
    assert (page.strokes, message) == (PAGE.strokes, "")


def test_a_running_board_is_left_alone(places: Places) -> None:
    autosave = board_of(places)
    autosave.record(*taught("7", [SEVEN], []))
    before = autosave.path.read_bytes()
    assert learn_what_was_taught(places) == ""
    assert (labels(), autosave.path.read_bytes()) == ([], before)
    autosave.close()


def test_what_cannot_be_learned_now_is_said_and_learned_later(places: Places) -> None:
    autosave = board_of(places)
    autosave.record(*taught("7", [SEVEN], []))
    kill(autosave)
    places.profiles.write_text("in the way")
    assert "what was taught cannot be kept: " in learn_what_was_taught(places)
    places.profiles.unlink()
    assert learn_what_was_taught(places) == ""
    assert labels() == ["7"]


@pytest.mark.parametrize(
    "record",
    [
        "null",
        "{}",
        '{"profile":"../x","learned":[],"unlearned":[]}',
        '{"profile":3,"learned":[],"unlearned":[]}',
        '{"profile":"ada","learned":[{}],"unlearned":[]}',
        '{"profile":"ada","learned":7,"unlearned":[]}',
        '{"profile":"ada","learned":[],"unlearned":[null]}',
    ],
)
def test_lessons_that_make_no_sense_stop_nobody(places: Places, record: str) -> None:
    autosave = board_of(places)
    autosave.close()
    with autosave.path.open("a") as stream:
        stream.write(f'{{"taught":{record}}}\n')
    learn_what_was_taught(places)
    again = Autosave(places.autosaves)
    assert again.restore()[0].strokes == PAGE.strokes
    again.close()
