"""Answers sums and checks written results, as long as sums are read on a desk."""

from __future__ import annotations

from collections.abc import Hashable

import pygame

from recognizer.board.activities.activity import Host
from recognizer.board.activities.sumhelp import (
    MESSAGES,
    Help,
    Key,
    can_tell,
    key_of,
    notes_of,
    text_with_answers,
    untagged,
)
from recognizer.board.draw.surfaces import Part
from recognizer.board.files.clipboard import copy_text
from recognizer.board.input.commands import Command, PressSum, Target
from recognizer.board.input.desk import Desk
from recognizer.board.input.pentrail import PenTrail
from recognizer.board.show.message import Message
from recognizer.board.show.overlay import Overlay, Spot
from recognizer.board.show.sumnotes import Note, answer_parts, answer_place, mark_place
from recognizer.board.show.toolbar import MIN_TARGET_PIXELS
from recognizer.board.stage.layers import outline_space
from recognizer.ink import BoundingBox
from recognizer.network.alphabet import SUMS
from recognizer.reading.result import Number, Reading, Symbol
from recognizer.sums import Outcome, Sum
from recognizer.sums.lettering import box_of
from recognizer.sums.meanings import explained
from recognizer.sums.printer import FRACTION_SLASH
from recognizer.sums.standing import Around

_BESIDE_HD = 10  # a press so near still hits; and so far answers stand from the edge


class Answering(Overlay):
    """What is said of the sums on a desk; a press on it turns an answer, copies or tells it.

    An answer makes way for a pen that writes there. "look again" waits until the hand rests.
    """

    def __init__(self, host: Host, desk: Desk) -> None:
        self._host = host
        self._session = desk.session
        self._told: frozenset[Key] = frozenset()
        self._turned: frozenset[Key] = frozenset()
        self._rested: frozenset[Key] = frozenset()  # whose marks have been shown
        self._under_pen: frozenset[str] = frozenset()  # what they say whose answers made way
        self._trail = PenTrail(desk.session)
        self._known: tuple[Hashable, Reading | None] = (None, None)
        self._notes: tuple[Note, ...] = ()
        self._seen: Reading | None = None
        self._untagged: tuple[Number, ...] = ()  # of that

    @property
    def sums(self) -> tuple[Sum, ...]:
        """The sums that were read."""
        return self._host.background.sums.of(self._session.reading)

    def notes(self, at_rest: bool) -> tuple[Note, ...]:
        """Return what is to be said now. `at_rest` says that nobody draws."""
        self._refresh()
        self._follow_pen(at_rest)
        keys = {(note.text, note.box) for note in self._notes if note.wrong}
        self._rested = self._rested & keys | (frozenset(keys) if at_rest else frozenset())
        return tuple(note for note in self._notes if self._is_due(note))

    @property
    def occupied(self) -> tuple[pygame.Rect, ...]:
        """Where the answers stand in the window."""
        self._refresh()
        places = (answer_place(each, self._host.placing_of_read) for each in self._notes)
        return tuple(place for place in places if place)

    def answer_parts(self) -> list[Part]:
        """Return the answers as they are drawn, while no looking glass is open."""
        self._refresh()
        view, page = self._host.screen.view, self._session.page
        placing, on_picture = view.placing_of_read(page, False), page.picture is not None
        answers = (each for each in self._notes if each.pieces and not each.is_quiet)
        look = view.layout, view.theme
        return [p for each in answers for p in answer_parts(*look, each, placing, on_picture)]

    @property
    def untagged(self) -> tuple[Number, ...]:
        """The numbers that are shown of which the sums say all there is to say."""
        if (shown := self._session.shown) is not self._seen:
            sums = self._host.background.sums.of(shown)
            self._seen, self._untagged = shown, untagged(sums, shown) if shown and sums else ()
        return self._untagged

    @property
    def help(self) -> Help:
        """How much is said."""
        return Help(self._host.settings.sums, self._told, self._turned)

    def explained(self, symbol: Symbol) -> tuple[str, ...]:
        """Return sentences on the sum that `symbol` belongs to; none if it belongs to none.

        What comes out is in them only where the board tells that.
        """
        own = (found for found in self.sums if any(each.symbol is symbol for each in found.taken))
        return next((explained(found, self.help.tells(found)) for found in own), ())

    @property
    def text(self) -> str:
        """What was read, each sum with the answer that is shown; "" if nothing was."""
        reading = self._session.reading
        if not (reading and reading.has_known):
            return ""
        return text_with_answers(reading, self.sums, self.help) if self.sums else reading.text

    def turn_help(self) -> None:
        """Go on to the next way to help, and say what it is."""
        if self._session.alphabet.name != SUMS.name:
            self._host.tell(Message("Press A and choose sums: then I help with them"))
            return
        ways = list(MESSAGES)
        way = ways[(ways.index(self._host.settings.sums) + 1) % len(ways)]
        self._host.preferences.set(sums=way)
        self._told = frozenset()
        self._host.tell(Message(MESSAGES[way]))

    # Pressed ------------------------------------------------------------------------------------

    def obeys(self, command: Command) -> bool:
        """Follow a press on what is said of a sum."""
        if not isinstance(command, PressSum):
            return False
        key = command.text, command.box
        found = next((each for each in self.sums if key_of(each) == key), None)
        if found and command.is_mark:
            self._press_mark(found)
        elif found:
            self._press_answer(found)
        return True

    def covers(self, spot: Spot) -> bool:
        """Tell whether an answer or a mark is at `spot`."""
        return self.target(spot) is not None

    def target(self, spot: Spot) -> Target | None:
        """Return which one."""
        scene, layout, placing = self._host.scene, self._host.layout, self._host.placing_of_read
        beside = 2 * layout.pixels(_BESIDE_HD)
        for note in scene.notes:
            for place in (answer_place(note, placing), mark_place(layout, note, placing)):
                if place and _for_fingers(place, beside).collidepoint(spot):
                    is_mark = place != answer_place(note, placing)
                    return PressSum(note.text, note.box, is_mark)
        return None

    def slack(self, spot: Spot) -> float:
        """Let a stroke begin here."""
        return MIN_TARGET_PIXELS / 4

    def _press_mark(self, found: Sum) -> None:
        key = key_of(found)
        if found.outcome is Outcome.RIGHT:
            self._host.tell(Message(f"Right: {found.text}"))
        elif not can_tell(found):
            self._host.tell(Message(f"Look again at {found.text}"))
        elif key not in self._told:
            self._told |= {key}
            self._host.tell(Message(f"The result is {self.help.shown_answer(found)}"))
        else:
            self._told -= {key}

    def _press_answer(self, found: Sum) -> None:
        if len(found.forms) > 1:
            self._turned ^= {key_of(found)}
            answer = self.help.shown_answer(found)
            kind = "a fraction" if FRACTION_SLASH in answer else "a decimal"
            self._host.tell(Message(f"{answer}, as {kind}"))
        else:
            answer = self.help.shown_answer(found)
            copy_text(answer)
            self._host.tell(Message(f"Copied {answer}"))

    # What is known of a reading -----------------------------------------------------------------

    def _refresh(self) -> None:
        """Work out the notes again if anything has changed that they depend on."""
        reading, around = self._session.reading, self._around
        key = (around, self.help)
        if key == self._known[0] and reading is self._known[1]:
            return
        self._known = key, reading
        sums = self.sums
        if reading is None or not sums:
            self._notes = ()
        else:
            self._notes = notes_of(sums, reading, around, self.help)

    @property
    def _around(self) -> Around:
        """Where answers may stand, in the unit of what was read."""
        host, placing = self._host, self._host.placing_of_read
        edge = -2 * host.layout.pixels(_BESIDE_HD)
        free = host.layout.free_beside(host.has_panel)
        free = free.inflate(edge, edge) if min(free.size) > -2 * edge else free
        room = BoundingBox(*placing.to_ink(*free.topleft), *placing.to_ink(*free.bottomright))
        return Around(room, gap=outline_space(host.layout) / placing.zoom)

    def _follow_pen(self, at_rest: bool) -> None:
        """Take note of the answers that the pen has come to, until the hand rests.

        The first strokes of a result may be read as nothing: the answer must not step aside.
        """
        if at_rest:
            self._under_pen = frozenset()
        points = self._trail.new_points()
        self._under_pen |= {
            note.text
            for note in self._notes
            if note.pieces and _reaches(points, box_of(note.pieces))
        }

    def _is_due(self, note: Note) -> bool:
        is_due = not note.wrong or (note.text, note.box) in self._rested
        return is_due and note.text not in self._under_pen


def _for_fingers(place: pygame.Rect, beside: int) -> pygame.Rect:
    """Return `place`, larger by `beside`, or so large that a finger can hit it."""
    width, height = (max(0, MIN_TARGET_PIXELS - each, beside) for each in place.size)
    return place.inflate(width, height)


def _reaches(points: list[tuple[float, float]], box: BoundingBox) -> bool:
    return any(box.left <= x <= box.right and box.top <= y <= box.bottom for x, y in points)
