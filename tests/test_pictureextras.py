"""HEIC photos and PDF files: read where their libraries are, and told what is missing elsewhere."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import pytest
from commandline import Run
from drawnpictures import CLOSE, off, on_paper, refusal
from making import run_python
from strokes import DIGITS

from recognizer import Ink
from recognizer.pictures.decode import decode_picture
from recognizer.pictures.pages import Pages

pillow_heif = pytest.importorskip("pillow_heif")
pytest.importorskip("pypdfium2")

pytest_plugins = ["commandfixtures"]


def heic_of(digit: str) -> bytes:
    color = cv2.cvtColor(on_paper(digit), cv2.COLOR_GRAY2BGR)
    size = color.shape[1], color.shape[0]
    content = io.BytesIO()
    pillow_heif.from_bytes("BGR", size, color.tobytes()).save(content, quality=95)
    return content.getvalue()


def pdf_of(inks: list[Ink], side: int = 300) -> bytes:
    """Return a PDF with a page for each ink: lines 12 points wide, y up."""
    pages = " ".join(f"{4 + 2 * k} 0 R" for k in range(len(inks)))
    parts = [
        "1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj",
        f"2 0 obj <</Type /Pages /Kids [{pages}] /Count {len(inks)}>> endobj",
    ]
    for k, ink in enumerate(inks):
        drawn = " ".join(
            " ".join(
                f"{x + 80:.1f} {side - 80 - y:.1f} {'l' if n else 'm'}"
                for n, (x, y) in enumerate(stroke.points.tolist())
            )
            + " S"
            for stroke in ink.strokes
        )
        stream = f"12 w 1 J 1 j {drawn}"
        parts.append(
            f"{3 + 2 * k} 0 obj <</Length {len(stream)}>> stream\n{stream}\nendstream endobj"
        )
        parts.append(
            f"{4 + 2 * k} 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 {side} {side}] "
            f"/Contents {3 + 2 * k} 0 R>> endobj"
        )
    return "\n".join(["%PDF-1.4", *parts, "trailer <</Root 1 0 R>>", "%%EOF"]).encode()


@pytest.mark.parametrize("digit", ["3", "7"])
def test_a_heic_photo_is_read(run: Run, tmp_path: Path, digit: str) -> None:
    path = tmp_path / "photo.heic"
    path.write_bytes(heic_of(digit))
    assert off(decode_picture(path.read_bytes()), digit) < CLOSE
    code, said, complaint = run("read", path)
    assert (code, complaint) == (0, "")
    assert said.startswith(f"{digit} (")


def test_a_heic_photo_is_refused_by_its_size() -> None:
    assert "megapixels" in refusal(lambda: decode_picture(heic_of("3"), max_pixels=1000))


@pytest.mark.parametrize("part", [0.1, 0.6, 0.95])
def test_a_damaged_heic_photo_is_refused(part: float) -> None:
    content = heic_of("3")
    assert "HEIC" in refusal(lambda: decode_picture(content[: int(part * len(content))]))


def test_the_pages_of_a_pdf_are_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    path.write_bytes(pdf_of([DIGITS[digit] for digit in "374"]))
    code, said, complaint = run("read", path)
    assert (code, complaint) == (0, "")
    starts = [line.split(" (")[0] for line in said.splitlines()]
    assert starts == [f"{path}:{k}: {digit}" for k, digit in enumerate("374", 1)]


def test_a_page_is_drawn_at_200_dots_per_inch() -> None:
    pages = Pages.of(pdf_of([DIGITS["3"]], side=360), "a.pdf")
    assert list(pages.numbers) == [0]
    assert pages.page(0).shape == (1000, 1000, 3)


def test_a_very_large_page_is_drawn_smaller() -> None:
    drawn = Pages.of(pdf_of([DIGITS["3"]], side=14_400), "a.pdf").page(0)
    assert 30_000_000 < drawn.shape[0] * drawn.shape[1] < 41_000_000


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing more", b"%PDF-"])
def test_a_damaged_pdf_is_refused_by_name(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(content)
    code, said, complaint = run("read", path)
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert complaint.startswith(f"recognizer: {path}: a PDF")


def test_a_pdf_in_a_folder_of_pictures_is_left_alone(run: Run, three: Path) -> None:
    (three.parent / "paper.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    assert run("read", three.parent)[0] == 0


WITHOUT = (
    "import sys; sys.modules['pillow_heif'] = sys.modules['pypdfium2'] = None\n"
    "from recognizer.commands.main import main\n"
    "sys.exit(main(['read', sys.argv[1]]))"
)
"""Runs the command as where neither library is installed."""


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("a.heic", ["save it as JPEG", "[heic]"]), ("a.pdf", ["pip install", "[pdf]"])],
)
def test_without_the_library_it_is_said_what_to_do(
    tmp_path: Path, name: str, wanted: list[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(heic_of("3") if name == "a.heic" else pdf_of([DIGITS["3"]]))
    done = run_python("-c", WITHOUT, path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert all(each in done.stderr for each in wanted)
