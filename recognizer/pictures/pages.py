"""The pages of a file: a TIFF or a PDF may have many, any other picture is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from recognizer.disk.regularfile import read_regular
from recognizer.errors import PictureError, naming
from recognizer.pictures.decode import MAX_BYTES, Picture, decode_picture
from recognizer.pictures.extras import PDF_START, count_pages, draw_page
from recognizer.pictures.headers import is_picture
from recognizer.pictures.tiff import only_page, page_places

MAX_PAGES = 1000


@dataclass(frozen=True)
class Pages:
    """The bytes of the picture file `name`, and the `places` of its pages if it has several.

    Of a TIFF they are places in the file; of a PDF, the numbers of the pages.
    """

    content: bytes
    places: tuple[int, ...]
    name: str

    @classmethod
    def of(cls, content: bytes, name: str) -> Pages:
        """Return the pages of a picture file.

        Raises
        ------
        PictureError
            If there are more than `MAX_PAGES`, or it is a PDF that cannot be read.
        """
        places: Sequence[int] = page_places(content, MAX_PAGES + 1)
        if content.startswith(PDF_START):
            with _naming(name):
                places = range(1, count_pages(content) + 1)
        if len(places) > MAX_PAGES:
            raise PictureError(f"{name}: more than {MAX_PAGES:,} pages")
        return cls(content, tuple(places) if len(places) > 1 else (), name)

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers of the pages, from 1 on; 0 for the only one."""
        return range(1, len(self.places) + 1) if self.places else (0,)

    def page(self, number: int) -> Picture:
        """Return one page as `decode_picture` does; `number` is one of `numbers`.

        Raises
        ------
        PictureError
            As `decode_picture`; the message begins with the name of the file.
        """
        with _naming(f"{self.name}:{number}" if number else self.name):
            if self.content.startswith(PDF_START):
                return draw_page(self.content, max(1, number))
            place = self.places[number - 1] if number else 0
            return decode_picture(only_page(self.content, place) if place else self.content)


@contextmanager
def _naming(name: str) -> Iterator[None]:
    try:
        yield
    except PictureError as error:
        raise type(error)(f"{name}: {error}") from None


def begins_pages(content: bytes) -> bool:
    """Tell by its first bytes whether a file is a picture or a PDF."""
    return is_picture(content) or content.startswith(PDF_START)


def load_pages(path: Path | str) -> Pages:
    """Return the pages of the picture file at `path`.

    Raises
    ------
    PictureError
        If it cannot be opened, or has too many pages.
    """
    with naming(path, PictureError):
        content = read_regular(path, MAX_BYTES)
    return Pages.of(content, str(path))
