"""What the user has done and taught, undo and redo, and what it reads. No pygame here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from recognizer.document.corrections import Correction
from recognizer.document.glimpses import Glimpse, Glimpses
from recognizer.document.openstroke import MAX_STROKE_POINTS, OpenStroke
from recognizer.document.overruling import Overruling
from recognizer.document.page import (
    Change,
    Page,
    UndoHistory,
    cleared,
    corrected,
    drawn,
    erased,
    forgotten,
    opened,
)
from recognizer.document.question import Question
from recognizer.document.strikeout import struck_out
from recognizer.ink import Ink, Stroke
from recognizer.ink.hits import HitMap
from recognizer.lessons import Lesson, Lessons, new_lesson, with_lesson
from recognizer.network.alphabet import Alphabet
from recognizer.pictures.tracing import traced
from recognizer.reading.reader import Reader
from recognizer.reading.result import Reading, Symbol


class Session:
    """One board's page, its history and its current reading.

    Nothing is ever lost: all can be undone, and a stroke that is broken off is kept. `pen_width` is
    in the unit of the coordinates, and kept with each stroke. `on_change` is told each change, and
    the page it led to, as soon as it has been made. `lessons` have embeddings of the reader's
    model. `alphabet` is what is written; that of the reader if left out.
    """

    def __init__(
        self,
        reader: Reader,
        pen_width: float,
        page: Page | None = None,
        on_change: Callable[[Change, Page], None] | None = None,
        lessons: Lessons = (),
        alphabet: Alphabet | None = None,
    ) -> None:
        self._reader = reader
        self._alphabet = alphabet or reader.alphabet
        self.pen_width = pen_width
        self.expected = ""
        """The digits that are asked for: how the ink reads as them is told beside what it reads."""
        self._history = UndoHistory(page)
        self._on_change = on_change
        self._pen: OpenStroke | None = None
        self._sweep: Change | None = None  # the last step, if it was the eraser's
        self._hits = HitMap()
        self._lessons = lessons
        self._revision = 0  # of all that a reading depends on
        self._ink_revision = 0
        self._answer: tuple[Question, Reading] | None = None  # as it was read
        self._reading: Reading | None = None  # as it was read, or said
        self._overruling = Overruling()
        self._glimpses = Glimpses()
        self._read_revision = self._read_ink = -1

    @property
    def page(self) -> Page:
        """What is on the board, without the stroke under the pen."""
        return self._history.page

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The finished strokes, in order; the same tuple until one comes or goes."""
        return self.page.strokes

    @property
    def ink(self) -> Ink:
        """All ink on the board, the stroke under the pen included."""
        pen = self.open_stroke
        under_pen = (pen.as_stroke(self.pen_width),) if pen else ()
        return Ink((*self.strokes, *under_pen))

    @property
    def open_stroke(self) -> OpenStroke | None:
        """The stroke under the pen, to look at; none if the pen is up, or was nowhere yet."""
        return self._pen if self._pen and self._pen.points else None

    @property
    def is_pen_down(self) -> bool:
        """Whether a stroke is being drawn."""
        return self._pen is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on the board."""
        return not (self.page or self.open_stroke)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._history.can_undo or self.is_pen_down

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return self._history.can_redo

    @property
    def reading(self) -> Reading | None:
        """The last reading of what is on the board; of an earlier state until a new one comes.

        What the user has said of a digit stands there at once. None on an empty board, and until
        something has been read.
        """
        return self._reading

    @property
    def glimpse(self) -> Glimpse | None:
        """What is read of the ink as it grows under the pen, until all of it has been read."""
        return self._glimpses.at(self._revision)

    @property
    def shown(self) -> Reading | None:
        """What is to be seen of all this: the glimpse if there is one, else the reading."""
        glimpse = self.glimpse
        return glimpse.reading if glimpse else self._reading

    @property
    def alphabet(self) -> Alphabet:
        """What is written, one of `alphabets`."""
        return self._alphabet

    @property
    def alphabets(self) -> tuple[Alphabet, ...]:
        """What may be written, as the model knows it."""
        return self._reader.card.alphabets

    @property
    def lessons(self) -> Lessons:
        """What the user has taught, the oldest first; the same tuple until one comes or goes."""
        return self._lessons

    @property
    def is_read(self) -> bool:
        """Whether `reading` is of all that is on the board now."""
        return self._read_revision == self._revision and not self.is_pen_down

    @property
    def reads_this_ink(self) -> bool:
        """Whether `reading` is of the ink on the board now, though perhaps before a lesson."""
        return self._read_ink == self._ink_revision and not self.is_pen_down

    def pen_down(
        self, x: float, y: float, time: float | None = None, pressure: float | None = None
    ) -> None:
        """Begin a stroke; one that is still open is finished first."""
        self.pen_up()
        self._pen = OpenStroke()
        self._pen.add(x, y, time, pressure)

    def pen_move(
        self, x: float, y: float, time: float | None = None, pressure: float | None = None
    ) -> bool:
        """Go on with the stroke; tell whether it has grown. Without a pen down, do nothing."""
        if self._pen is None or not self._pen.add(x, y, time, pressure):
            return False
        if len(self._pen.points) >= MAX_STROKE_POINTS:
            self.pen_down(x, y, time, pressure)
        return True

    def pen_up(self) -> bool:
        """Finish the stroke; tell whether there was one.

        A scribble over what was read erases that, and does not stay itself.
        """
        pen, self._pen = self.open_stroke, None
        if pen is None:
            return False
        stroke = pen.as_stroke(self.pen_width)
        struck, before = self._struck_by(stroke), self._revision
        if not struck:
            pen.finished = stroke
        self._do(erased(self.page, struck) if struck else drawn(self.page, stroke))
        if not struck:
            self._glimpses.outlast(before, self._revision)
        return True

    def drop_stroke(self) -> None:
        """Take the stroke under the pen away as if it had not been begun: a palm's."""
        self._pen = None
        self._glimpses.forget()

    def drop_sweep(self) -> bool:
        """Take the eraser's last sweep back for good: a palm's. Tell whether there was one."""
        if self._sweep is None or self._history.last is not self._sweep:
            return False
        self._sweep = None
        return self._follow(self._history.drop())

    def erase(
        self,
        begin: tuple[float, float],
        end: tuple[float, float],
        reach: float,
        goes_on: bool = False,
    ) -> bool:
        """Take away the whole of each stroke that lies within `reach` of the way to `end`.

        Where it goes on with the last sweep, both are one step of the history. Tells whether
        there was any stroke.
        """
        self.pen_up()
        if not goes_on:
            self._sweep = None
        struck = self._hits.hits(self.strokes, begin, end, reach)
        if not struck:
            return False
        change = erased(self.page, struck)
        if self._sweep is not None and self._history.last is self._sweep:
            self._history.sweep(change)
            self._follow(change)
        else:
            self._do(change)
        self._sweep = self._history.last
        return True

    def has_ink_near(
        self, begin: tuple[float, float], end: tuple[float, float], reach: float
    ) -> bool:
        """Tell whether a finished stroke lies within `reach` of the way from `begin` to `end`."""
        return self._hits.is_hit(self.strokes, begin, end, reach)

    def clear(self) -> bool:
        """Take everything off the board; tell whether there was anything."""
        self.pen_up()
        if not self.page:
            return False
        self._do(cleared(self.page))
        return True

    def begin_anew(self) -> None:
        """Take everything off the board for good: nothing can be undone any more, or redone."""
        self.clear()
        self._history = UndoHistory()

    def open(self, page: Page) -> None:
        """Put `page` in the place of what is on the board."""
        self.pen_up()
        self._do(opened(self.page, page.strokes, page.picture, page.corrections))

    def teach(self, symbol: Symbol, label: str) -> bool:
        """Keep that the user says `symbol` is `label`, and learn it; tell whether that is news.

        The symbol is one of `reading`, which `reads_this_ink`; of a picture, with its piece. "" is
        none of them.
        """
        strokes = tuple(self.strokes[place] for place in symbol.strokes)
        learned, unlearned = self._learned(symbol, strokes, label)
        is_one = self._reading is None or self._reading.only
        box = None if strokes or is_one else symbol.box
        change = corrected(self.page, Correction(strokes, label, box), learned, unlearned)
        if change:
            self._do(change)
        return bool(change)

    def forget(self, lesson: Lesson) -> bool:
        """Take back what was taught, and said, by `lesson`; tell whether it still held."""
        self.pen_up()
        if lesson not in self._lessons:
            return False
        self._do(forgotten(self.page, lesson))
        return True

    def take_over(self, change: Change) -> None:
        """Read with what `change` of another session has taught from now on.

        That is no step of this one: it cannot be taken back here.
        """
        if change.teaches:
            self._lessons = change.lessons_after(self._lessons)
            self._revision += 1

    def choose(self, alphabet: Alphabet) -> None:
        """Have it read as `alphabet` from now on. Until then, `reading` is of the one before."""
        self._alphabet = alphabet
        self._revision += 1

    def undo(self) -> bool:
        """Take back the last step, or finish and take back the stroke under the pen.

        Tells whether there was anything to take back.
        """
        self.pen_up()
        return self._follow(self._history.undo())

    def redo(self) -> bool:
        """Do again what was taken back last; tell whether there was anything."""
        return not self.is_pen_down and self._follow(self._history.redo())

    def question(self) -> Question:
        """Return what is to be read now, the stroke under the pen included."""
        page, name = self.page, self._alphabet.name
        given = self.ink, page.picture, self._lessons, self.expected
        return Question(self, self._revision, name, *given)

    def question_while_drawing(self) -> Question | None:
        """Return the same for `take_glimpse`: only to show the answer. None if no pen is down."""
        pen = self.open_stroke
        return replace(self.question(), pen=pen) if pen else None

    def take_glimpse(self, question: Question, reading: Reading, now: float) -> bool:
        """Show an answer that came at `now`, in seconds; tell whether its stroke still grows."""
        is_now = question.pen is self._pen and self.is_current(question)
        if is_now and self._pen:
            self._glimpses.take(question, reading, self.page, self._pen, now)
        return is_now

    def is_current(self, question: Question) -> bool:
        """Tell whether this session asked `question`, of what is on its page now."""
        return question.session is self and question.revision == self._revision

    def accept(self, question: Question, reading: Reading) -> bool:
        """Keep the answer to `question`, unless something else is on the board by now.

        Tells whether it was kept.
        """
        if not self.is_current(question):
            return False
        self._answer = question, reading
        self._glimpses.forget()
        self._read_revision, self._read_ink = self._revision, self._ink_revision
        self._overrule()
        return True

    def read(self) -> Reading:
        """Read all that is on the board, at once, and keep the reading."""
        question = self.question()
        reading = question.ask(self._reader)
        self.accept(question, reading)
        return reading

    def forget_reading(self) -> None:
        """Drop a reading that is not of what is on the board now."""
        if not self.is_read:
            self._drop_reading()

    def _struck_by(self, stroke: Stroke) -> tuple[int, ...]:
        if self._answer is None or self._reading is None:
            return ()
        written = self._answer[0].ink.strokes
        return struck_out(stroke, self.strokes, self._reading, written)

    def _do(self, change: Change) -> None:
        self._history.do(change)
        self._follow(change)

    def _follow(self, change: Change | None) -> bool:
        if change is None:
            return False
        if change.teaches:
            self._lessons = change.lessons_after(self._lessons)
        if change.touches_ink or change.teaches:
            self._revision += 1
        if change.touches_ink:
            self._ink_revision += 1
        else:
            self._overrule()
        if not self.page:
            self._drop_reading()
        if self._on_change:
            self._on_change(change, self.page)
        return True

    def _overrule(self) -> None:
        """Show what was said instead of what was read."""
        if self._answer:
            question, reading = self._answer
            self._reading = self._overruling.of(reading, question.ink.strokes, self.page)

    def _drop_reading(self) -> None:
        self._answer = self._reading = None
        self._glimpses.forget()
        self._read_ink = -1

    def _learned(
        self, symbol: Symbol, strokes: tuple[Stroke, ...], label: str
    ) -> tuple[Lessons, Lessons]:
        """Return what is learned of a symbol, and what is forgotten for it."""
        ink = Ink(strokes) if symbol.piece is None else traced(symbol.piece)
        if not ink:
            return (), ()
        new = new_lesson(ink, label, symbol.evidence.embedding, self._reader.card.sha256)
        if any(each.label == label and each.ink == new.ink for each in self._lessons):
            return (), ()
        return (new,), with_lesson(self._lessons, new)[1]
