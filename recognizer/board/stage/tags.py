"""The tags of all numbers: each drawn once, and moved when something near it changes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import Theme
from recognizer.board.ink.placing import Placing
from recognizer.board.show.sumnotes import answer_place
from recognizer.board.show.tag import Room, draw_tag, tag_places, tag_reach
from recognizer.board.stage.layers import Where, outline_place
from recognizer.board.stage.scene import Scene
from recognizer.document.glimpses import Growing
from recognizer.document.openstroke import OpenStroke
from recognizer.reading.result import Number


@dataclass(frozen=True)
class _Tagged:
    """A number with its outline, its tag, the places for the tag, and the area of all that."""

    number: Number
    outline: pygame.Rect
    drawn: pygame.Surface
    places: tuple[pygame.Rect, ...]
    reach: pygame.Rect


class Tags:
    """Makes the tags of a scene, and remembers the last ones. `where` gives the placing."""

    def __init__(self, layout: Layout, theme: Theme, where: Where) -> None:
        self._layout = layout
        self._theme = theme
        self._where = where
        self._told: Hashable = None  # what all tags depend on
        self._tagged: dict[int, _Tagged] = {}  # by the identity of the number
        self._growing: Growing | None = None
        self._held: tuple[OpenStroke, pygame.Rect] | None = None  # where the growing tag stands

    def parts(self, scene: Scene) -> list[Part]:
        """Return the tags of the numbers of `scene`. Unchanged tags are the same objects."""
        placing = self._where(scene)
        told = scene.is_glass_open, placing, scene.notes
        before = self._still_right(scene.growing) if told == self._told else {}
        outlines = self._outlines(scene, placing, before)
        changed = [
            *(outline for key, outline in outlines.items() if key not in before),
            *(tagged.outline for key, tagged in before.items() if key not in outlines),
        ]
        self._told, self._growing, self._tagged = told, scene.growing, {}
        room = Room.of(self._layout, scene.is_glass_open)
        answers = [place for note in scene.notes if (place := answer_place(note, placing))]
        for number in scene.numbers:
            tagged = before.get(id(number))
            if not tagged or tagged.reach.collidelist(changed) >= 0:
                tagged = self._tag(number, outlines, answers, room, scene.growing)
            self._tagged[id(number)] = tagged
        return _apart(self._tagged.values())

    def _still_right(self, growing: Growing | None) -> dict[int, _Tagged]:
        """Return the last tags, without those that the pen has come to, or left."""
        if growing is self._growing:
            return self._tagged
        other = {id(each.number) for each in (growing, self._growing) if each}
        return {key: each for key, each in self._tagged.items() if key not in other}

    def _outlines(
        self, scene: Scene, placing: Placing, before: dict[int, _Tagged]
    ) -> dict[int, pygame.Rect]:
        return {
            id(each): before[id(each)].outline
            if id(each) in before
            else outline_place(self._layout, each.box, placing)
            for each in scene.numbers
        }

    def _tag(
        self,
        number: Number,
        outlines: dict[int, pygame.Rect],
        answers: list[pygame.Rect],
        room: Room,
        growing: Growing | None,
    ) -> _Tagged:
        outline = outlines[id(number)]
        others = [each for key, each in outlines.items() if key != id(number)] + answers
        mine = growing if growing and growing.number is number else None
        drawn = draw_tag(self._layout, self._theme, number, mine)
        places = tag_places(self._layout, drawn.get_size(), outline, room, others)
        if mine:
            places = (*self._hold(mine.pen, drawn, outline, room, others), *places)
        reach = tag_reach(self._layout, drawn.get_size(), outline, room)
        return _Tagged(number, outline, drawn, places, reach)

    def _hold(
        self,
        pen: OpenStroke,
        drawn: pygame.Surface,
        outline: pygame.Rect,
        room: Room,
        others: list[pygame.Rect],
    ) -> tuple[pygame.Rect, ...]:
        """Return the place that the tag had at first, while `pen` writes, unless ink comes there.

        A tag that followed the outline would tremble.
        """
        if self._held and self._held[0] is pen:
            held = tag_places(self._layout, drawn.get_size(), self._held[1], room, others)[:1]
            if held and not held[0].colliderect(outline):
                return held
        self._held = pen, outline
        return ()


def _apart(tagged: Iterable[_Tagged]) -> list[Part]:
    """Return the tags that do not cover earlier ones. The panel shows every number anyway."""
    taken: list[pygame.Rect] = []
    parts = []
    for each in tagged:
        place = next((place for place in each.places if place.collidelist(taken) < 0), None)
        if place:
            taken.append(place)
            parts.append((each.drawn, place))
    return parts
