"""HEIC photos and pages of PDF files: by libraries that are installed only if they are asked for.

Both are for files of one's own: what they take to be decoded is not told by their headers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from recognizer.errors import PictureError, PictureKindError
from recognizer.pictures.headers import AS_JPEG, HEIC, MAX_PIXELS, PictureFile, check_size
from recognizer.version import DISTRIBUTION

PDF_START = b"%PDF-"
DOTS_PER_INCH = 200
"""Of a page: a digit of 5 mm is 40 pixels high, twice what the network sees."""
_POINTS_PER_INCH = 72
_NO_PDF = f"a PDF, which is read after: pip install '{DISTRIBUTION}[pdf]'"

Picture = npt.NDArray[np.uint8]


def decode_heic(content: bytes, max_pixels: int = MAX_PIXELS) -> Picture:
    """Decode a HEIC photo: (rows, cols, 3) BGR, or BGRA; turned as it says.

    Raises
    ------
    PictureKindError
        If the library is missing; the message says how to convert the photo.
    PictureSizeError, PictureError
        If it is too large, or cannot be decoded.
    """
    try:
        import pillow_heif
    except ImportError:
        raise PictureKindError(HEIC) from None
    with _told("a HEIC photo", f"; {AS_JPEG}"):
        photo = pillow_heif.open_heif(content, convert_hdr_to_8bit=True, bgr_mode=True)
        width, height = photo.size
        check_size(PictureFile("heic", width, height, 4 * width * height, content), max_pixels)
        return np.ascontiguousarray(np.asarray(photo), np.uint8)


def count_pages(content: bytes) -> int:
    """Return how many pages a PDF has.

    Raises
    ------
    PictureKindError
        If the library is missing.
    PictureError
        If the file is damaged or locked with a password.
    """
    with _opened(content) as document:
        return len(document)


def draw_page(content: bytes, number: int) -> Picture:
    """Return a page of a PDF, counted from 1, at 200 dots per inch: (rows, cols, 3) BGR.

    A page of more than `MAX_PIXELS` is drawn smaller.

    Raises
    ------
    PictureKindError, PictureError
        As `count_pages`.
    """
    with _opened(content) as document:
        page = document[number - 1]
        width, height = page.get_size()
        scale = DOTS_PER_INCH / _POINTS_PER_INCH
        scale = min(scale, math.sqrt(MAX_PIXELS / max(1.0, width * height)))
        return np.array(page.render(scale=scale).to_numpy()[..., :3], np.uint8)


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    try:
        import pypdfium2
    except ImportError:
        raise PictureKindError(_NO_PDF) from None
    with _told("a PDF"):
        document = pypdfium2.PdfDocument(content)
        try:
            yield document
        finally:
            document.close()


@contextmanager
def _told(what: str, advice: str = "") -> Iterator[None]:
    """Turn whatever a library raises into a PictureError."""
    try:
        yield
    except PictureError:
        raise
    except Exception as error:
        said = " ".join(str(error).split())
        raise PictureError(f"{what} that cannot be decoded: {said}{advice}") from None
