"""The card on which the user chooses a file.

SDL has no dialog for files, and one of the system would lie behind a full-screen window. `Chooser`
is immutable: each step of the user makes a new one.
"""

from __future__ import annotations

import enum
import math
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pygame

from recognizer.board.draw.icons import icon
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import card, pill, veil
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import (
    DISPLAY_FONT,
    TEXT_FONT,
    Color,
    Theme,
    fit_text,
    legible,
    render_text,
    shorten_text,
    text_width,
)
from recognizer.errors import FileError, naming
from recognizer.ink.inkfile import is_ink_file
from recognizer.pictures.decode import is_picture_file

TITLE = "Open"
HINT = "Enter opens, Esc closes. You can also drop a file on the window."
NOTHING_HERE = "No ink and no pictures in this folder."
ROWS_PER_NOTCH = 3
DEFAULT_ROWS, MIN_ROWS, MAX_ROWS = 8, 5, 14
_MIN_ROW_PIXELS, _ROW_HD = 44, 58  # in a low window, rows are even lower than the minimum
_WIDTH_HD, _SPACE_HD, _HEAD_HD, _FOOT_HD = 1080, 40, 128, 64
_MAX_WINDOW_SHARE = 0.94
_MIN_UNIT = 0.5  # in a smaller window, names could not be read


class Kind(enum.Enum):
    """The kind of an entry; its value is the name of the icon."""

    PARENT = "parent"
    FOLDER = "open"
    INK = "ink"
    PICTURE = "picture"


@dataclass(frozen=True)
class Entry:
    """A folder or a file to choose; `changed` is the last time, in seconds since 1970."""

    path: Path
    kind: Kind
    changed: float = 0.0

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder: choosing it shows what is in it."""
        return self.kind in (Kind.PARENT, Kind.FOLDER)

    @property
    def name(self) -> str:
        """Its name on the card."""
        return ".." if self.kind is Kind.PARENT else self.path.name


@dataclass(frozen=True)
class Chooser:
    """A folder (an absolute path), what is in it, and which entry the user has selected.

    The parent folder comes first, then folders by name, then ink files and pictures, newest first.
    The card shows `rows` entries, at least 1, from the index `first` on. `selected` is an index.
    """

    folder: Path
    entries: tuple[Entry, ...]
    selected: int = 0
    first: int = 0
    rows: int = DEFAULT_ROWS

    def moved(self, steps: int) -> Chooser:
        """Select the entry so many further down (up if negative)."""
        return self.with_selected(self.selected + steps)

    def with_selected(self, index: int) -> Chooser:
        """Select the entry at `index`, or the nearest one, and scroll it into view."""
        selected = _clamped(index, len(self.entries) - 1)
        first = _clamped(self.first, selected, selected - self.rows + 1)
        return replace(self, selected=selected, first=first)

    def scrolled(self, notches: int) -> Chooser:
        """Scroll up by so many notches of the wheel (down if negative)."""
        return self.scrolled_to(self.first - notches * ROWS_PER_NOTCH)

    def scrolled_to(self, first: int) -> Chooser:
        """Scroll the entry at the index `first` to the first row, or as near as the list allows.

        The selection stays in view, so that Enter never opens an entry that is not seen.
        """
        first = _clamped(first, len(self.entries) - self.rows)
        selected = _clamped(self.selected, first + self.rows - 1, first)
        return replace(self, first=first, selected=_clamped(selected, len(self.entries) - 1))

    def with_rows(self, rows: int) -> Chooser:
        """Change the number of rows, and keep the selection in view."""
        first = _clamped(self.first, len(self.entries) - rows)
        return replace(self, rows=rows, first=first).moved(0)


@dataclass(frozen=True)
class Drag:
    """A finger or the mouse holds the list since it came down at `began`, in window pixels.

    `row` is the index of the entry there, None if there was none. `first` is that of the chooser at
    this moment. `has_moved` is true once it was more than half a row away: then it scrolls the list
    and opens nothing.
    """

    began: tuple[float, float]
    row: int | None
    first: int
    has_moved: bool = False


def choose_in(folder: Path, rows: int = DEFAULT_ROWS) -> Chooser:
    """List `folder`, without hidden files and files that the board cannot open.

    For `rows` see `rows_that_fit`.

    Raises
    ------
    FileError
        If it cannot be read, or is no folder.
    """
    folder = Path(os.path.abspath(folder))
    with naming(_printable(str(folder)), FileError), os.scandir(folder) as found:
        entries = [entry for each in found if (entry := _entry(each))]
    folders = sorted((e for e in entries if e.is_folder), key=lambda e: e.name.casefold())
    files = sorted((e for e in entries if not e.is_folder), key=lambda e: (-e.changed, e.name))
    above = [] if folder.parent == folder else [Entry(folder.parent, Kind.PARENT)]
    # Most users look for what they have just saved, so the newest file is selected.
    start = len(above) + len(folders) if files else len(above)
    return Chooser(folder, (*above, *folders, *files), rows=rows).with_selected(start)


def chosen(chooser: Chooser) -> Path:
    """Return the path of the selected entry; of the folder itself if it is empty."""
    return chooser.entries[chooser.selected].path if chooser.entries else chooser.folder


def entered(chooser: Chooser) -> Chooser | Path:
    """Return a chooser in the selected folder, or the path of the selected file.

    In the parent folder, the folder that the user comes from is selected.

    Raises
    ------
    FileError
        If the folder cannot be read.
    """
    path = chosen(chooser)
    if chooser.entries and not chooser.entries[chooser.selected].is_folder:
        return path
    inside = choose_in(path, chooser.rows)
    if path != chooser.folder.parent:
        return inside
    paths = [entry.path for entry in inside.entries]
    return inside.with_selected(paths.index(chooser.folder)) if chooser.folder in paths else inside


def _entry(found: os.DirEntry[str]) -> Entry | None:
    """Return an entry for what can be chosen, else None; also if it cannot be read."""
    path = Path(found.path)
    try:
        status = found.stat()
    except OSError:
        return None
    attributes = getattr(status, "st_file_attributes", 0)  # known on Windows only
    if found.name.startswith(".") or attributes & stat.FILE_ATTRIBUTE_HIDDEN:
        return None
    if stat.S_ISDIR(status.st_mode):
        return Entry(path, Kind.FOLDER, status.st_mtime)
    if not stat.S_ISREG(status.st_mode) or not (is_ink_file(path) or is_picture_file(path)):
        return None
    kind = Kind.INK if is_ink_file(path) else Kind.PICTURE
    return Entry(path, kind, status.st_mtime)


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in text)


def _clamped(value: int, highest: int, lowest: int = 0) -> int:
    return max(lowest, 0, min(value, highest))


def rows_that_fit(layout: Layout) -> int:
    """Return how many rows a card has in this window, if each is high enough for a finger."""
    room = (
        layout.size[1] * _MAX_WINDOW_SHARE - _pixels(layout, _HEAD_HD) - _pixels(layout, _FOOT_HD)
    )
    return _clamped(int(room * 0.9) // _wanted_row(layout), MAX_ROWS, MIN_ROWS)


def chooser_place(layout: Layout, chooser: Chooser) -> pygame.Rect:
    """Return where the card stands."""
    width = min(_pixels(layout, _WIDTH_HD), int(layout.size[0] * _MAX_WINDOW_SHARE))
    height = (
        _pixels(layout, _HEAD_HD) + _pixels(layout, _FOOT_HD) + chooser.rows * _row(layout, chooser)
    )
    place = pygame.Rect(0, 0, width, height)
    place.center = (layout.size[0] // 2, layout.size[1] // 2)
    return place


def entry_at(chooser: Chooser, layout: Layout, point: tuple[float, float]) -> int | None:
    """Return the index of the entry at `point`, in window pixels; None if there is none."""
    for index, place in _seen(chooser, layout):
        if place.collidepoint(point):
            return index
    return None


def gripped(chooser: Chooser, layout: Layout, point: tuple[float, float]) -> Drag:
    """Begin to hold the list at `point`, in window pixels."""
    return Drag(point, entry_at(chooser, layout, point), chooser.first)


def dragged(
    chooser: Chooser, grip: Drag, layout: Layout, point: tuple[float, float]
) -> tuple[Chooser, Drag]:
    """Return the chooser, scrolled as far as the hold has moved to `point`, and the hold."""
    height = _row(layout, chooser)
    if not grip.has_moved and math.dist(grip.began, point) <= height / 2:
        return chooser, grip
    rows = round((grip.began[1] - point[1]) / height)
    return chooser.scrolled_to(grip.first + rows), replace(grip, has_moved=True)


def tapped(grip: Drag) -> int | None:
    """Return the index of the entry to open when the list is let go; None if it was scrolled."""
    return None if grip.has_moved else grip.row


def chooser_parts(layout: Layout, theme: Theme, chooser: Chooser) -> list[Part]:
    """Return a veil over the window, the card, and the rows on it."""
    place = chooser_place(layout, chooser)
    line = max(1, _pixels(layout, 1.5))
    drawn = card(place.size, _pixels(layout, 28), theme.panel, theme.outline, line)
    parts: list[Part] = [
        (veil(layout.size, theme.board), pygame.Rect((0, 0), layout.size)),
        (drawn, place),
        *_words_around(layout, theme, chooser, place),
    ]
    for index, row in _seen(chooser, layout):
        parts += _row_parts(layout, theme, chooser.entries[index], row, index == chooser.selected)
    return parts + _scroll_mark(layout, theme, chooser, place)


def _pixels(layout: Layout, at_full_hd: float) -> int:
    return max(1, round(at_full_hd * max(layout.unit, _MIN_UNIT)))


def _wanted_row(layout: Layout) -> int:
    return max(_MIN_ROW_PIXELS, _pixels(layout, _ROW_HD))


def _row(layout: Layout, chooser: Chooser) -> int:
    """Return the height of a row: large enough for a finger, unless the window is too low."""
    room = (
        int(layout.size[1] * _MAX_WINDOW_SHARE)
        - _pixels(layout, _HEAD_HD)
        - _pixels(layout, _FOOT_HD)
    )
    return max(1, min(_wanted_row(layout), room // chooser.rows))


def _list_place(layout: Layout, chooser: Chooser) -> pygame.Rect:
    place, space = chooser_place(layout, chooser), _pixels(layout, _SPACE_HD)
    height = chooser.rows * _row(layout, chooser)
    top = place.top + _pixels(layout, _HEAD_HD)
    return pygame.Rect(place.left + space // 2, top, place.width - space, height)


def _seen(chooser: Chooser, layout: Layout) -> Iterator[tuple[int, pygame.Rect]]:
    """Yield the index of each entry that is shown, and the place of its row."""
    whole, height = _list_place(layout, chooser), _row(layout, chooser)
    last = min(len(chooser.entries), chooser.first + chooser.rows)
    for i, index in enumerate(range(chooser.first, last)):
        yield index, pygame.Rect(whole.left, whole.top + i * height, whole.width, height)


def _words_around(layout: Layout, theme: Theme, chooser: Chooser, place: pygame.Rect) -> list[Part]:
    """Return title, path and hint; if there is no file, also a note that says so."""
    space, size = _pixels(layout, _SPACE_HD), _pixels(layout, 22)
    width = place.width - 2 * space
    title = render_text(TITLE, DISPLAY_FONT, _pixels(layout, 40), theme.text)
    where = shorten_text(legible(str(chooser.folder), TEXT_FONT), TEXT_FONT, size, width)
    path = render_text(where, TEXT_FONT, size, theme.muted)
    parts: list[Part] = [
        (title, title.get_rect(topleft=(place.left + space, place.top + space // 2))),
        (path, path.get_rect(bottomleft=(place.left + space, place.top + _pixels(layout, 110)))),
    ]
    if hint := fit_text(HINT, TEXT_FONT, size, theme.muted, width):
        middle = place.bottom - _pixels(layout, _FOOT_HD) // 2
        parts.append((hint, hint.get_rect(midleft=(place.left + space, middle))))
    if all(entry.is_folder for entry in chooser.entries):
        parts += _note_of_no_files(layout, theme, chooser, size)
    return parts


def _note_of_no_files(layout: Layout, theme: Theme, chooser: Chooser, size: int) -> list[Part]:
    """Return the note below the folders; nothing if there is no room for it."""
    whole = _list_place(layout, chooser)
    seen = [row for _, row in _seen(chooser, layout)]
    top = seen[-1].bottom if seen else whole.top
    rest = pygame.Rect(whole.left, top, whole.width, whole.bottom - top)
    words = fit_text(NOTHING_HERE, TEXT_FONT, size, theme.text, whole.width)
    if words is None or words.get_height() > rest.height:
        return []
    return [(words, words.get_rect(center=rest.center))]


def _row_parts(
    layout: Layout, theme: Theme, entry: Entry, row: pygame.Rect, selected: bool
) -> list[Part]:
    space, size = _pixels(layout, _SPACE_HD) // 2, min(_pixels(layout, 26), row.height * 6 // 10)
    color = theme.on_accent if selected else theme.text
    date_color, mark_color = (color, color) if selected else (theme.muted, _mark(theme, entry))
    inside = row.inflate(-2 * space, 0)
    mark = icon(entry.kind.value, max(1, size * 5 // 4), mark_color)
    left = inside.left + mark.get_width() + space * 3 // 4
    date = render_text(_date(entry), TEXT_FONT, max(1, size * 22 // 26), date_color)
    width = inside.right - date.get_width() - space - left
    # If there is no room for both, the name says more than the date.
    has_room = width >= text_width("a short name", TEXT_FONT, size)
    width = width if has_room else inside.right - left
    words = shorten_text(legible(entry.name, TEXT_FONT), TEXT_FONT, size, width)
    name = render_text(words, TEXT_FONT, size, color)
    parts: list[Part] = [
        (mark, mark.get_rect(midleft=inside.midleft)),
        (name, name.get_rect(midleft=(left, row.centery))),
    ]
    if has_room:
        parts.append((date, date.get_rect(midright=inside.midright)))
    if selected:
        back = pill(row.size, _pixels(layout, 14), theme.accent)
        parts.insert(0, (back, row))
    return parts


def _mark(theme: Theme, entry: Entry) -> Color:
    return theme.muted if entry.is_folder else theme.accent


def _date(entry: Entry) -> str:
    """Return when a file was changed, in local time; "" for a folder."""
    if entry.is_folder:
        return ""
    try:
        return time.strftime("%Y-%m-%d  %H:%M", time.localtime(entry.changed))
    except (OverflowError, OSError, ValueError):  # a file's date may be any number
        return ""


def _scroll_mark(layout: Layout, theme: Theme, chooser: Chooser, place: pygame.Rect) -> list[Part]:
    """Return the bar that shows which part of the list is seen; nothing if all of it is."""
    count = len(chooser.entries)
    if count <= chooser.rows:
        return []
    whole, width = _list_place(layout, chooser), _pixels(layout, 8)
    height = max(3 * width, whole.height * chooser.rows // count)
    way = (whole.height - height) * chooser.first // (count - chooser.rows)
    drawn = pill((width, height), width // 2, theme.outline)
    middle = whole.right + (place.right - whole.right) * 2 // 5
    return [(drawn, drawn.get_rect(midtop=(middle, whole.top + way)))]
