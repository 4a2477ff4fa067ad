"""Tiny originals, made here, in the forms in which the real ones come."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
from making import digit_images

_CLEAR = 256
_CODES = 240  # between two clears: a multiple of 8, and too few for the codes to grow longer


def pack_z(content: bytes) -> bytes:
    """Return `content` as compress(1) might pack it: all codes of 9 bits, nothing saved."""
    codes: list[int] = []
    for start in range(0, len(content), _CODES - 1):
        piece = content[start : start + _CODES - 1]
        codes += [*piece, _CLEAR] if len(piece) == _CODES - 1 else piece
    bits = sum(code << (9 * place) for place, code in enumerate(codes))
    return b"\x1f\x9d\x90" + bits.to_bytes((9 * len(codes) + 7) // 8, "little")


def write_npz(path: Path) -> Path:
    """Write ten digits into `path` in the form of Keras' mnist.npz."""
    images, labels = digit_images()
    with path.open("wb") as stream:
        np.savez(stream, x_train=images, y_train=labels, x_test=images, y_test=labels)
    return path


def unipen_zip() -> bytes:
    """Return an archive as GitHub packs it: one folder around all, and more than is needed."""
    files = {
        "include/zzz/zzz.doc": ".COORD X Y\n",
        "include/zzz/data/one.dat": ".WRITER_ID ann\n.PEN_DOWN\n3 9\n3 1\n.PEN_UP\n",
        "data/1a/zzz/one.dat": _page("1"),
        "data/1b/zzz/one.dat": _page("I"),
        "data/1c/zzz/one.dat": _page("l"),
        "data/1d/zzz/one.dat": _page("|"),
        "data/7/zzz/one.dat": _page("word"),
        "README": "no data",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"owner-train-0123abc/{name}", text)
    return packed.getvalue()


def _page(label: str) -> str:
    includes = ".INCLUDE zzz/zzz.doc\n.INCLUDE zzz/data/one.dat\n"
    return f'.VERSION 1.0\n{includes}.SEGMENT CHARACTER 0 OK "{label}"\n'
