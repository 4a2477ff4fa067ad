from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from making import picture_of
from strokes import DIGITS, shifted

from recognizer import BoundingBox, FileError, Ink, Reader, Reading, Symbol
from recognizer.commands.read.annotate import MIN_SIDE_PIXELS, Annotator, annotated, annotated_ink
from recognizer.commands.read.exercises import Page
from recognizer.commands.read.walk import Source
from recognizer.reading.result import Line, Number

Bgr = npt.NDArray[np.uint8]
NOTHING = Page(Reading())


def paper(rows: int, cols: int, gray: int = 200) -> Bgr:
    return np.full((rows, cols, 3), gray, np.uint8)


def reading_of(reader: Reader, text: str) -> Reading:
    """Return a reading of `text`, each digit 100 wide, at (0, 0)."""
    strokes = [s for k, c in enumerate(text) for s in shifted(DIGITS[c], 120 * k, 0).strokes]
    reading = reader.read_ink(Ink(tuple(strokes)))
    assert reading.text == text
    return reading


def changed(before: Bgr, after: Bgr) -> tuple[int, int, int, int]:
    """Return the (left, top, right, bottom) of all pixels that differ."""
    rows, cols = np.nonzero((before != after).any(axis=2))
    return int(cols.min()), int(rows.min()), int(cols.max()), int(rows.max())


def test_a_frame_stands_around_a_number_and_a_label_above_it(reader: Reader) -> None:
    page = paper(600, 900)
    reading = reading_of(reader, "26")
    left, top, right, bottom = changed(page, annotated(page, Page(reading), 1.0, (-300, -200)))
    box = reading.numbers[0].box
    assert left == pytest.approx(300 + box.left, abs=8)
    assert right == pytest.approx(300 + box.right, abs=8)
    assert bottom == pytest.approx(200 + box.bottom, abs=8)
    assert 150 < top < 190


def test_the_picture_itself_is_not_touched(reader: Reader) -> None:
    page = paper(600, 900)
    annotated(page, Page(reading_of(reader, "26")))
    assert (page == 200).all()


def test_a_reading_at_the_upper_edge_gets_room_above(reader: Reader) -> None:
    page = paper(600, 900)
    drawn = annotated(page, Page(reading_of(reader, "26")))
    added = len(drawn) - 600
    assert added > 20
    inside = drawn[added + 30 : added + 110, 30:60]
    assert (inside == 200).all()


@pytest.mark.parametrize(
    ("sign", "written"), [("\N{MULTIPLICATION SIGN}", "x"), ("÷", ":"), ("≠", "!="), ("€", "EUR")]
)
def test_a_sign_beyond_ascii_is_written_in_ascii(sign: str, written: str) -> None:
    box = BoundingBox(200, 200, 300, 300)

    def label_of(labels: str) -> Bgr:
        symbols = tuple(Symbol((), 0.0, False, box, said=label) for label in labels)
        drawn = annotated(paper(600, 900), Page(Reading((Line((Number(symbols, box),)),))))
        return drawn[:190]  # above the frame

    assert (label_of(sign) == label_of(written)).all()
    assert (label_of(sign) != label_of("?")).any()


def test_without_digits_the_picture_stays_what_it_is() -> None:
    page = paper(600, 900)
    assert np.array_equal(annotated(page, NOTHING), page)


def test_what_is_no_digit_has_a_gray_frame_and_a_gray_label() -> None:
    box = BoundingBox(300, 200, 400, 300)
    reading = Reading.of(Symbol((), 0.0, False, box))
    page = paper(600, 900)
    drawn = annotated(page, Page(reading))
    assert 150 < changed(page, drawn)[1] < 190
    assert (np.ptp(drawn, axis=2) == 0).all()


@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (1, 300), (300, 1), (5000, 3)])
def test_pictures_of_any_shape_are_drawn_on(reader: Reader, shape: tuple[int, int]) -> None:
    drawn = annotated(paper(*shape), Page(reading_of(reader, "2")))
    assert max(drawn.shape) >= MIN_SIDE_PIXELS


def test_ink_is_drawn_with_what_was_read(reader: Reader) -> None:
    drawn = annotated_ink(DIGITS["3"], Page(reader.read_ink(DIGITS["3"])))
    assert (drawn == 0).all(axis=2).sum() > 300  # the ink itself
    assert (np.ptp(drawn, axis=2) > 100).sum() > 300  # the label


@pytest.mark.parametrize("factor", [1e-6, 1e-3, 1e3, 1e6])
def test_ink_of_any_unit_is_drawn_alike(reader: Reader, factor: float) -> None:
    plain = annotated_ink(DIGITS["3"], Page(reader.read_ink(DIGITS["3"])))
    ink = Ink.from_points([each.points * factor for each in DIGITS["3"].strokes])
    drawn = annotated_ink(ink, Page(reader.read_ink(ink)))
    assert np.abs(np.subtract(drawn.shape, plain.shape)).max() <= 2


@pytest.mark.parametrize(
    "ink",
    [
        Ink(),
        Ink.from_points([[(5, 5)]]),
        Ink.from_points([[(0, 0), (1e9, 0)]]),
        Ink.from_points([[(0, 0)], [(1e9, 1e9)]]),
    ],
    ids=["empty", "dot", "line", "far"],
)
def test_strange_ink_is_drawn_too(reader: Reader, ink: Ink) -> None:
    drawn = annotated_ink(ink, Page(reader.read_ink(ink)))
    assert 50 < max(drawn.shape) < 3000


def named(folder: Path, name: str) -> Source:
    return Source(str(folder / name))


def keep(folder: Path, source: Source, line: int = 0) -> None:
    if line:
        Annotator(folder).keep_ink(source, DIGITS["3"], NOTHING, line)
    else:
        Annotator(folder).keep_picture(source, picture_of(DIGITS["3"]), NOTHING)


def names(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


def test_pictures_are_kept_under_their_names_as_png(tmp_path: Path) -> None:
    keep(tmp_path / "out", named(tmp_path, "photo.JPG"))
    keep(tmp_path / "out", named(tmp_path, "ink.jsonl.gz"), 12)
    keep(tmp_path / "out", Source("-"))
    assert names(tmp_path / "out") == ["ink-12.png", "photo.png", "stdin.png"]
    assert cv2.imread(str(tmp_path / "out" / "photo.png")) is not None


def test_what_was_found_in_folders_is_kept_in_such_folders(tmp_path: Path) -> None:
    keep(tmp_path / "out", Source(str(tmp_path / "in" / "a" / "1.png"), under="a"))
    keep(tmp_path / "out", Source(str(tmp_path / "in" / "1.png"), under="."))
    assert names(tmp_path / "out") == ["1.png", "a/1.png"]


def test_two_sources_of_one_name_are_kept_apart_and_again_in_the_next_run(tmp_path: Path) -> None:
    for _ in range(2):
        for name in ("a/x.png", "b/x.png", "a/x.jpg"):
            keep(tmp_path / "out", named(tmp_path, name))
    assert names(tmp_path / "out") == ["x-2.png", "x-3.png", "x.png"]


def test_a_source_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"the source")
    for _ in range(2):
        keep(tmp_path, named(tmp_path, "x.png"))
    assert (tmp_path / "x.png").read_bytes() == b"the source"
    assert names(tmp_path) == ["x-2.png", "x.png"]


def test_a_link_is_not_followed_to_what_it_leads_to(tmp_path: Path) -> None:
    keep(tmp_path / "out", named(tmp_path, "x.png"))
    (tmp_path / "out" / "x.png").rename(tmp_path / "mine.png")
    before = (tmp_path / "mine.png").read_bytes()
    (tmp_path / "out" / "x.png").symlink_to(tmp_path / "mine.png")
    Annotator(tmp_path / "out").keep_picture(named(tmp_path, "x.png"), paper(9, 9), NOTHING)
    assert (tmp_path / "mine.png").read_bytes() == before


@pytest.mark.parametrize("channels", [None, 1, 3, 4])
def test_pictures_of_any_kind_are_kept(tmp_path: Path, channels: int | None) -> None:
    shape = (500, 600) if channels is None else (500, 600, channels)
    picture = np.full(shape, 255, np.uint8)
    Annotator(tmp_path).keep_picture(named(tmp_path, "x.png"), picture, NOTHING)
    kept = cv2.imread(str(tmp_path / "x.png"), cv2.IMREAD_UNCHANGED)
    assert kept is not None
    assert kept.shape == (500, 600, 3)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(FileError, match="out"):
        keep(tmp_path / "out", named(tmp_path, "x.png"))
