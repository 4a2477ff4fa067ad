"""A sheet of two symbols that are taken for each other."""

import cv2
import numpy as np
import pytest
from making import ROOT, ink_line, run_python, write_lines
from strokes import DIGITS

from recognizer.errors import DataError
from recognizer.network.alphabet import DIGITS as ALPHABET
from recognizer.pictures.contactsheet import ZOOM
from recognizer.reading.reader import Reader
from recognizer.training.measure.confusion import check_pair, confusion_sheet
from recognizer.training.measure.evaluation import Sample, Tally


@pytest.fixture(scope="module")
def samples():
    reader = Reader()
    read = {digit: reader.read_ink(ink) for digit, ink in DIGITS.items()}
    wrong = Sample("7", read["9"], DIGITS["9"])  # labeled 7, and read as 9
    return {"wrong": wrong, **{d: Sample(d, read[d], DIGITS[d]) for d in "379"}}


def shown(sheet, sample):
    """Return where the field of `sample` stands on the sheet, as (top, left); None for nowhere."""
    field = (255 - sample.reading.only.evidence.pixels).astype(np.uint8)
    large = np.kron(field, np.ones((ZOOM, ZOOM), np.uint8))
    found = cv2.matchTemplate(sheet, large, cv2.TM_SQDIFF_NORMED)
    row, col = np.unravel_index(found.argmin(), found.shape)
    return (int(row), int(col)) if found.min() < 1e-4 else None


def test_those_taken_for_the_other_come_first_and_each_symbol_has_its_rows(samples):
    tallies = [Tally.of([samples["7"], samples["3"], samples["9"]]), Tally.of([samples["wrong"]])]
    sheet = confusion_sheet(tallies, ("7", "9"))
    right = shown(sheet, samples["7"])
    assert right
    assert shown(sheet, samples["3"]) is None
    first = shown(sheet[: right[0] + 28 * ZOOM], samples["wrong"])
    assert (first[0], first[1] < right[1]) == (right[0], True)
    assert shown(sheet[right[0] + 28 * ZOOM :], samples["9"])


def test_where_there_are_none_the_sheet_is_empty_paper_with_a_heading(samples):
    sheet = confusion_sheet([Tally.of([samples["3"]])], ("7", "9"))
    assert sheet.shape[0] < 100
    assert (sheet < 255).any()


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [("7", "7", "cannot be taken for itself"), ("7", "x", "'x' is not of")],
)
def test_what_cannot_be_confused_is_refused(one, other, says):
    with pytest.raises(DataError, match=says):
        check_pair(one, other, ALPHABET)


def test_the_script_writes_it(tmp_path):
    ink = write_lines(tmp_path / "ink.jsonl", [ink_line(DIGITS[d], label=d) for d in "79"])
    script, sheet = ROOT / "scripts" / "evaluate.py", tmp_path / "sheet.png"
    done = run_python(script, "--ink", ink, "--confusion", "7", "9", sheet)
    assert (done.returncode, done.stderr) == (0, "")
    assert cv2.imread(str(sheet), cv2.IMREAD_GRAYSCALE).shape[0] > 2 * 28 * ZOOM
