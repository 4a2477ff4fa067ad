"""The tags of all numbers: each is placed once, and again only when something near it changes."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import pygame

from recognizer.board.answer import Part
from recognizer.board.layers import outline_place
from recognizer.board.layout import Layout
from recognizer.board.placing import Placing
from recognizer.board.scene import Scene
from recognizer.board.tag import Room, tag_parts, tag_reach
from recognizer.board.theme import Theme
from recognizer.reading import Number


@dataclass(frozen=True)
class _Tagged:
    """A number with its tag, its outline, and all places the tag might have taken."""

    number: Number
    outline: pygame.Rect
    parts: list[Part]
    reach: pygame.Rect


class Tags:
    """Makes the tags of a scene and remembers those of the last one.

    Parameters
    ----------
    layout : Layout
    theme : Theme
    placing : Placing
        Where the ink lies in the window.
    """

    def __init__(self, layout: Layout, theme: Theme, placing: Placing) -> None:
        self._layout = layout
        self._theme = theme
        self._placing = placing
        self._told: Hashable = None  # what all tags depend on
        self._tagged: dict[int, _Tagged] = {}  # by the identity of the number

    def parts(self, scene: Scene) -> list[Part]:
        """Return the tags of the numbers of `scene`; those that stay are the same objects."""
        told = scene.is_glass_open
        before = self._tagged if told == self._told else {}
        outlines = self._outlines(scene, before)
        changed = [
            *(outline for key, outline in outlines.items() if key not in before),
            *(tagged.outline for key, tagged in before.items() if key not in outlines),
        ]
        self._told, self._tagged = told, {}
        room = Room.of(self._layout, scene.is_glass_open)
        for number in scene.numbers:
            tagged = before.get(id(number))
            if not tagged or tagged.reach.collidelist(changed) >= 0:
                tagged = self._tag(number, outlines, room)
            self._tagged[id(number)] = tagged
        return [part for tagged in self._tagged.values() for part in tagged.parts]

    def _outlines(self, scene: Scene, before: dict[int, _Tagged]) -> dict[int, pygame.Rect]:
        return {
            id(each): before[id(each)].outline
            if id(each) in before
            else outline_place(self._layout, each.box, self._placing)
            for each in scene.numbers
        }

    def _tag(self, number: Number, outlines: dict[int, pygame.Rect], room: Room) -> _Tagged:
        outline = outlines[id(number)]
        others = [each for key, each in outlines.items() if key != id(number)]
        parts = tag_parts(self._layout, self._theme, number, outline, room, others)
        return _Tagged(number, outline, parts, tag_reach(self._layout, parts[0][1], outline))
