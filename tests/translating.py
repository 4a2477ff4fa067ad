"""Events of pygame turned into commands, one after the other."""

from typing import Any

from pygame.event import Event

from recognizer.board.input.events import Translator

SIZE = (800, 600)


def translate(*sequence: Event) -> list[Any]:
    translator = Translator()
    return [translator.translate(event, SIZE) for event in sequence]
