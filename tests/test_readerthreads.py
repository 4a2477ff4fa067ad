"""One `Reader` may be used by several threads: they wait for each other."""

from __future__ import annotations

import pickle
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from making import picture_of
from strokes import DIGITS, FLAGGED

from recognizer import Ink, Reader, Reading

ROUNDS = 5


@pytest.fixture(autouse=True)
def hasty() -> Iterator[None]:
    """Have threads take turns after each microsecond, so that they get in each other's way."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def at_once(*works: Callable[[], object]) -> None:
    """Do each of `works` on a thread of its own, and raise what one of them raises."""
    with ThreadPoolExecutor(len(works)) as pool:
        for each in [pool.submit(work) for work in works]:
            each.result()


def drawn_anew(ink: Ink) -> Ink:
    """Return the same ink in new strokes, which no reader has read."""
    return Ink.from_points([stroke.points for stroke in ink.strokes])


def digits_read(read: Callable[[str], Reading]) -> Callable[[], None]:
    """Return work that reads every digit again and again, and checks each."""

    def work() -> None:
        for _ in range(ROUNDS):
            assert "".join(read(digit).text for digit in DIGITS) == "".join(DIGITS)

    return work


def test_threads_that_share_a_reader_read_right() -> None:
    reader = Reader()
    pictures = {digit: picture_of(ink) for digit, ink in DIGITS.items()}
    at_once(
        *[digits_read(lambda digit: reader.read_ink(drawn_anew(DIGITS[digit])))] * 2,
        *[digits_read(lambda digit: reader.read_digit(DIGITS[digit]))] * 2,
        digits_read(lambda digit: reader.read_image(pictures[digit])),
    )


def test_lessons_may_change_while_other_threads_read() -> None:
    reader = Reader()
    lessons = (reader.lesson(FLAGGED, "1"),)

    def learn_and_forget() -> None:
        for _ in range(10 * ROUNDS):
            reader.learn(lessons)
            reader.learn(())

    read = digits_read(lambda digit: reader.read_ink(drawn_anew(DIGITS[digit])))
    at_once(learn_and_forget, read, read)


def test_the_alphabet_may_change_while_other_threads_read() -> None:
    reader = Reader(alphabet="digits")

    def go_to_and_fro() -> None:
        for _ in range(10 * ROUNDS):
            reader.choose("numbers")
            reader.choose("digits")

    read = digits_read(lambda digit: reader.read_ink(drawn_anew(DIGITS[digit])))
    at_once(go_to_and_fro, read, read)


def test_a_pause_is_for_the_thread_that_asked_for_it() -> None:
    reader = Reader()
    paused = set()

    def pausing() -> None:
        with reader.pausing(lambda: paused.add(threading.current_thread())):
            digits_read(lambda digit: reader.read_digit(DIGITS[digit]))()

    at_once(pausing, digits_read(lambda digit: reader.read_digit(DIGITS[digit])))
    assert len(paused) == 1


def test_the_card_can_be_asked_for_while_another_thread_reads() -> None:
    reader = Reader()
    with reader.pausing(lambda: None), ThreadPoolExecutor(1) as pool:
        name = pool.submit(lambda: (reader.card.sha256, reader.alphabet.name)).result(timeout=30)
    assert name == (reader.card.sha256, reader.alphabet.name)


def test_a_copy_serves_several_threads_from_its_first_reading_on() -> None:
    copy = pickle.loads(pickle.dumps(Reader()))  # noqa: S301  (our own)
    at_once(*[digits_read(lambda digit: copy.read_digit(DIGITS[digit]))] * 3)
