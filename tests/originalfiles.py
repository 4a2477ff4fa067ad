"""Tiny originals, made here, in the forms in which the real ones come."""

from __future__ import annotations

import io
import json
import string
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from making import digit_images

from recognizer.training.data.detexify import SYMBOLS

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
    return zip_of(files, "owner-train-0123abc")


def uji_zip(pages: dict[str, str]) -> bytes:
    """Return an archive as UCI packs UJIpenchars: a file for each writer, and a description."""
    files = {f"UJIpenchars-{writer}": page for writer, page in pages.items()}
    return zip_of({"uji.names": "1. Title of Database:\n", **files})


def uji_page(*drawings: tuple[str, list[list[tuple[int, int]]]]) -> str:
    """Return the file of one writer, with his drawings: label and strokes of (x, y)."""
    head = '.LEXICON "a" "A" "0"\n.COMMENT [A] = { "a" , "A" }\n.HIERARCHY CHARACTER\n'
    return head + "".join(
        f'.SEGMENT CHARACTER {number} ? "{label}"\n.COMMENT [{label.upper()}]\n{_pen(strokes)}'
        for number, (label, strokes) in enumerate(drawings)
    )


def ipad_zip(corpus: object) -> bytes:
    """Return an archive as GitHub packs the digits from an iPad; not all in it is for us."""
    files = {
        "README.md": "# handwritten-digits-corpus\n",
        "corpus_filtered.json": json.dumps(corpus),
        "corpus_unfiltered.json": "{}",
    }
    return zip_of(files, "owner-corpus-0123abc")


def ipad_corpus() -> dict[str, dict[str, dict[str, object]]]:
    """Return a corpus in which all five writers have written each digit once, as one step."""
    step = {"start": {"x": 100.5, "y": 20}, "end": {"x": 100.5, "y": 60.5}, "time": 0.1}
    return {digit: {writer: {"0": [step]} for writer in "12456"} for digit in string.digits}


def detexify_zip(
    drawings: Mapping[str, Sequence[object]],
    rejected: tuple[str, ...] = (),
    changed: dict[str, str] | None = None,
) -> bytes:
    """Return an archive as GitHub packs detexify-next: the `drawings` of each command.

    The commands of `SYMBOLS` that are not named have none. `changed` are other texts of files, by
    their paths in the folder of the source.
    """
    commands = [command for several in SYMBOLS.values() for command in several]
    paths = {
        command: f"samples/latex/{command.replace(':', '/')}.jsonl"
        for command in [*commands, *drawings]
    }
    listed = [{"symbolId": f"latex:{name}", "path": path} for name, path in paths.items()]
    source = {
        path: "".join(map(_line, drawings.get(command, []))) for command, path in paths.items()
    }
    source["samples/manifest.json"] = json.dumps({"samples": listed})
    source["reviews/rejected-samples.json"] = json.dumps(
        {"rejected": {name: {} for name in rejected}}
    )
    files = {
        f"packages/data/source/{path}": text for path, text in (source | (changed or {})).items()
    }
    return zip_of({"README.md": "# Detexify\n", **files}, "owner-next-0123abc")


def zip_of(files: dict[str, str], folder: str = "") -> bytes:
    """Return a ZIP archive of `files`, by their paths in `folder`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{folder}/{name}" if folder else name, text)
    return packed.getvalue()


def _pen(strokes: list[list[tuple[int, int]]]) -> str:
    points = ["".join(f" {x}  {y}\n" for x, y in stroke) for stroke in strokes]
    return "".join(f".PEN_DOWN\n{each}.PEN_UP\n.DT 100\n" for each in points)


def _line(drawing: object) -> str:
    return (drawing if isinstance(drawing, str) else json.dumps(drawing)) + "\n"


def _page(label: str) -> str:
    includes = ".INCLUDE zzz/zzz.doc\n.INCLUDE zzz/data/one.dat\n"
    return f'.VERSION 1.0\n{includes}.SEGMENT CHARACTER 0 OK "{label}"\n'
