"""The score book of who plays: read when a game begins, written after each task."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from recognizer.board.activities.activity import Host
from recognizer.board.games.chase import Chase
from recognizer.board.games.course import Course
from recognizer.board.show.message import Message
from recognizer.errors import RecognizerError
from recognizer.play.round import Mode
from recognizer.play.scorebook import OwnDigit, PlayedRound, ScoreBook, load_scores, save_scores
from recognizer.play.tasks import TaskSet


class Scores:
    """Keeps rounds in the file at `path`; without one, only as long as the game goes on."""

    def __init__(self, host: Host, path: Path | None) -> None:
        self._host = host
        self._path = path
        self.book, complaint = load_scores(path) if path else (ScoreBook(), "")
        if complaint:
            host.later(lambda: host.tell(Message(complaint, warns=True)))

    def said(self, tasks: TaskSet, mode: Mode) -> str:
        """Return what the player's best round of a game was, and on how many days there was one."""
        best, days = self.book.best(tasks.name, mode.name), len(self.book.days)
        told = [f"Your best: {best.in_words}"] if best else []
        told += [f"{days} days of practice"] if days > 1 else []
        return ", ".join(told)

    def keep(
        self, course: Course | Chase, tasks: TaskSet, began: datetime, is_over: bool
    ) -> PlayedRound:
        """Keep a round as it stands, in place of what was kept of it before."""
        played = PlayedRound(
            tasks.name,
            course.round.mode.name,
            began,
            tuple(course.round.done),
            tuple(course.misread),
            course.by_hand,
            is_over,
        )
        if played.done:
            digits = tuple(digit for each in course.answers for digit in each.digits)
            self.book = self.book.with_round(played).with_digits(digits)
            self._write(played, digits)
        return played

    def _write(self, played: PlayedRound, digits: tuple[OwnDigit, ...]) -> None:
        path = self._path
        if path:
            self._host.background.do(lambda: _written(path, played, digits), self._told)

    def _told(self, result: object) -> None:
        if isinstance(result, RecognizerError):
            self._host.warn(result)


def _written(path: Path, played: PlayedRound, digits: tuple[OwnDigit, ...]) -> None:
    """Add a round to the file: another board may have written there meanwhile."""
    save_scores(path, load_scores(path)[0].with_round(played).with_digits(digits))
