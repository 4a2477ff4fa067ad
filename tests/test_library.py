"""What programs give to a `Reader`, and what they get back."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from making import ROOT, digit_images, picture_of, run_python
from strokes import DIGITS

import recognizer
from recognizer import Ink, InkError, PictureError, Reader, Reading, load_picture, read_ink_file
from recognizer.network.preprocess import preprocess_ink

FIELDS = np.stack([preprocess_ink(ink) for ink in DIGITS.values()])
"""What the network sees of each digit: (10, 28, 28) in [0, 1]."""
BYTES = np.rint(FIELDS * 255).astype(np.uint8)
THREE = picture_of(DIGITS["3"])
MODEL = ROOT / "models" / "small"
PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.+?)^```", PAGE, re.MULTILINE | re.DOTALL)


class Tensor:
    """Numbers that are no array, but can be made one, as those of torch and pandas."""

    def __init__(self, values: npt.NDArray[Any], fault: str = "") -> None:
        self._values, self._fault = values, fault

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        if self._fault:
            raise RuntimeError(self._fault)
        return np.array(self._values, dtype)


PICTURES: dict[str, Callable[[], object]] = {
    "truth values": lambda: THREE > 127,
    "floats": lambda: THREE / 255,
    "half floats": lambda: (THREE / 255).astype(np.float16),
    "whole numbers": lambda: THREE.astype(np.int64),
    "16 bits": lambda: THREE.astype(np.uint16) * 257,
    "a list of lists": lambda: THREE.tolist(),
    "a tensor": lambda: Tensor(THREE / 255),
}


@pytest.mark.parametrize("given", PICTURES.values(), ids=list(PICTURES))
def test_a_picture_may_be_made_of_other_numbers(
    reader: Reader, given: Callable[[], object]
) -> None:
    reading = reader.read_image(given())
    assert reading.text == "3"
    assert reading.confidence == pytest.approx(reader.read_image(THREE).confidence, abs=0.02)


@pytest.mark.parametrize("mode", ["1", "L", "P", "I", "I;16", "LA", "RGB", "RGBA", "CMYK"])
def test_a_picture_of_pillow_is_read(reader: Reader, mode: str) -> None:
    pytest.importorskip("PIL", reason="no Pillow on this machine")
    from PIL import Image

    gray = Image.fromarray(THREE)
    if mode == "I;16":
        gray = Image.fromarray(THREE.astype(np.uint16) * 257)
    picture = gray if gray.mode == mode else gray.convert(mode)
    assert picture.mode == mode
    assert reader.read_image(picture).text == "3"


def test_a_color_picture_of_pillow_is_read_like_the_file(reader: Reader, tmp_path: Path) -> None:
    pytest.importorskip("PIL", reason="no Pillow on this machine")
    from PIL import Image

    colors = np.full((*THREE.shape, 3), (250, 240, 120), np.uint8)
    colors[THREE < 128] = 200, 60, 20
    Image.fromarray(colors).save(tmp_path / "3.png")
    with Image.open(tmp_path / "3.png") as picture:
        reading = reader.read_image(picture)
    assert reading == reader.read_image(load_picture(str(tmp_path / "3.png")))


def test_a_picture_of_pillow_is_turned_as_its_camera_was(reader: Reader, tmp_path: Path) -> None:
    pytest.importorskip("PIL", reason="no Pillow on this machine")
    from PIL import Image

    exif = Image.Exif()
    exif[274] = 6  # turn it right by a quarter
    Image.fromarray(np.rot90(picture_of(DIGITS["7"]))).save(tmp_path / "7.png", exif=exif)
    with Image.open(tmp_path / "7.png") as picture:
        assert reader.read_image(picture).text == "7"


BAD_PICTURES: dict[str, tuple[object, str]] = {
    "floats up to 255": (THREE.astype(float), "divide by 255"),
    "negative floats": (THREE / 255 - 0.5, "from 0 to 1"),
    "negative numbers": (THREE.astype(int) - 300, "from 0 to 65535"),
    "NaN": (np.where(THREE > 127, np.nan, 0.0), "nan_to_num"),
    "layers first": (np.repeat(THREE[None], 3, axis=0), "moveaxis"),
    "several": (np.stack([THREE] * 5), "read_images"),
    "a path": ("three.png", "load_picture"),
    "a Path": (Path("three.png"), "load_picture"),
    "words": (np.array([["a", "b"]]), "numbers"),
    "rows of two lengths": ([[1, 2], [3]], "array"),
    "a tensor elsewhere": (Tensor(THREE, "use tensor.detach().numpy()"), "detach"),
    "nothing": (None, "numbers"),
}


@pytest.mark.parametrize(("given", "advice"), BAD_PICTURES.values(), ids=list(BAD_PICTURES))
def test_what_is_no_picture_is_refused_with_advice(
    reader: Reader, given: object, advice: str
) -> None:
    with pytest.raises(PictureError, match=f"a picture must .*{advice}"):
        reader.read_image(given)


@pytest.mark.parametrize(
    "fields",
    [BYTES, BYTES.astype(np.int32), FIELDS.astype(float), FIELDS > 0.4, Tensor(FIELDS)],
    ids=["bytes", "whole numbers", "long floats", "truth values", "a tensor"],
)
def test_fields_may_be_made_of_any_numbers(reader: Reader, fields: object) -> None:
    assert "".join(each.text for each in reader.read_fields(fields)) == "0123456789"
    assert "".join(reader.predict(fields)) == "0123456789"


@pytest.mark.parametrize("off", [1e-16, 1e-7, 1e-3])
def test_floats_may_be_off_by_less_than_a_gray_level(reader: Reader, off: float) -> None:
    """Scaling and resizing leave 1.0000001, or -1e-9."""
    fields = FIELDS.astype(np.float64) * (1 + 2 * off) - off
    assert "".join(each.text for each in reader.read_fields(fields)) == "0123456789"
    assert reader.read_image(fields[3]).text == "3"


BAD_FIELDS: dict[str, tuple[object, str]] = {
    "floats up to 255": (BYTES.astype(np.float32), "divide by 255"),
    "standardized": (FIELDS * 3 - 0.4, "from 0 to 1"),
    "beyond a byte": (BYTES.astype(int) * 2, "from 0 to 255"),
    "NaN": (np.full((1, 28, 28), np.nan), "nan_to_num"),
    "one of them": (FIELDS[0], r"reshape\(-1, 28, 28\)"),
    "flat": (FIELDS.reshape(-1, 784), r"reshape\(-1, 28, 28\)"),
    "with a layer": (FIELDS[..., None], r"reshape\(-1, 28, 28\)"),
    "of another size": (np.zeros((2, 8, 8)), "not \\(2, 8, 8\\)$"),
    "a number": (3.0, "not \\(\\)$"),
    "a path": ("mnist.npy", "load_picture"),
}


@pytest.mark.parametrize(("given", "advice"), BAD_FIELDS.values(), ids=list(BAD_FIELDS))
@pytest.mark.parametrize("method", ["read_fields", "predict", "predict_proba"])
def test_what_are_no_fields_is_refused_with_advice(
    reader: Reader, method: str, given: object, advice: str
) -> None:
    with pytest.raises(PictureError, match=f"fields must .*{advice}"):
        getattr(reader, method)(given)


@pytest.mark.parametrize(
    ("given", "advice"),
    [(BYTES[3].astype(float), "divide by 255"), (FIELDS, "read_fields"), (FIELDS[0, 0], "28, 28")],
    ids=["floats up to 255", "several", "a row"],
)
def test_what_is_no_field_is_refused_with_advice(
    reader: Reader, given: object, advice: str
) -> None:
    with pytest.raises(PictureError, match=f"a field must .*{advice}"):
        reader.read_field(given)


def test_a_field_of_bytes_is_read_like_one_of_floats(reader: Reader) -> None:
    assert reader.read_field(BYTES[3]) == reader.read_field(BYTES[3] / np.float32(255))


def test_probabilities_are_the_confidences_of_each_reading(reader: Reader) -> None:
    chances = reader.predict_proba(FIELDS)
    assert (chances.shape, chances.dtype) == ((10, 10), np.float32)
    assert reader.classes == tuple("0123456789")
    assert chances.sum(axis=1) == pytest.approx(np.ones(10), abs=1e-5)
    for row, reading in zip(chances, reader.read_fields(FIELDS), strict=True):
        sure = {each.label: each.confidence for each in reading.candidates}
        assert row == pytest.approx([sure[label] for label in reader.classes])


def test_classes_are_those_of_the_alphabet() -> None:
    letters = Reader(alphabet="letters")
    assert "".join(letters.classes) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert letters.predict_proba(FIELDS).shape == (10, 26)


def test_predictions_count_right_against_labels_as_they_come(reader: Reader) -> None:
    images, labels = digit_images()
    assert (reader.predict(images).astype(int) == labels).mean() == 1


@pytest.mark.parametrize("none", [FIELDS[:0], BYTES[:0]], ids=["floats", "bytes"])
def test_of_no_fields_nothing_is_predicted(reader: Reader, none: npt.NDArray[Any]) -> None:
    assert reader.predict(none).shape == (0,)
    assert reader.predict_proba(none).shape == (0, 10)


def test_a_field_without_ink_has_a_prediction_all_the_same(reader: Reader) -> None:
    (label,) = reader.predict(np.zeros((1, 28, 28)))
    assert label in reader.classes


def test_paths_may_be_text(tmp_path: Path) -> None:
    model = Reader(str(MODEL))
    assert model.card == Reader(MODEL).card != Reader().card
    (tmp_path / "ink.json").write_text(DIGITS["3"].to_json())
    (three,) = read_ink_file(str(tmp_path / "ink.json"))
    assert model.read_ink(three.ink).text == "3"


def test_the_top_of_a_reading_are_its_surest_candidates(reader: Reader) -> None:
    reading = reader.read_ink(DIGITS["3"])
    assert reading.top(3) == reading.candidates[:3] == reading.symbols[0].top(3)
    assert [each.label for each in reading.top(1)] == ["3"]
    assert Reading().top(3) == ()


def test_several_symbols_have_a_top_each(reader: Reader) -> None:
    reading = reader.read_ink(Ink.from_points([[(50, 0), (50, 90)], [(90, 0), (90, 90)]]))
    with pytest.raises(ValueError, match="there are 2"):
        reading.top(3)
    assert [each.top(1)[0].label for each in reading.symbols] == ["1", "1"]


def test_what_is_read_shows_itself_in_a_few_words(reader: Reader) -> None:
    reading = reader.read_ink(DIGITS["3"])
    sure = f"'3', confidence={reading.confidence:.3f}"
    shown = [reading, reading.lines[0], reading.numbers[0], reading.symbols[0]]
    kinds = ["Reading", "Line", "Number", "Symbol"]
    assert [repr(each) for each in shown] == [f"{kind}({sure})" for kind in kinds]
    assert repr(Reading()) == "Reading('', confidence=0.000)"


def test_the_card_of_a_model_shows_itself_in_a_line(reader: Reader) -> None:
    assert repr(reader.card).startswith("ModelCard(name='digits', preprocessing=")
    assert len(repr(reader.card)) < 700


def test_a_shell_can_complete_each_name() -> None:
    code = "import recognizer; print(set(recognizer.__all__) <= set(dir(recognizer)))"
    assert run_python("-c", code).stdout == "True\n"


def test_a_reading_is_a_dictionary_as_on_the_command_line(reader: Reader) -> None:
    from recognizer.reading.record import as_record

    reading = reader.read_ink(DIGITS["3"])
    record = json.loads(json.dumps(reading.to_dict()))
    assert record == as_record(reading)
    assert (record["text"], record["verdict"]) == ("3", "digit")


def test_pictures_are_read_without_pillow(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "PIL.Image", raising=False)
    assert reader.read_image(THREE).text == "3"


def test_the_page_of_the_library_has_examples() -> None:
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize(
    ("code", "said"),
    list(zip(EXAMPLES, ["Reading('2026\\n314 58'", "[1 1]", "Symbol('1'"], strict=True)),
)
def test_each_example_runs(code: str, said: str) -> None:
    done = run_python("-c", code, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(said)


def test_the_page_names_what_there_is() -> None:
    types = re.findall(r"^\| ((?:`[A-Z]\w+`(?:, )?)+) \|", PAGE, re.MULTILINE)
    names = [name for row in types for name in re.findall(r"\w+", row)]
    assert "Reading" in names
    assert set(names) <= set(recognizer.__all__)
    methods = re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE)
    assert "predict" in methods
    assert all(hasattr(Reader, name) for name in methods)


@pytest.mark.parametrize("given", [[[(0, 0)]], np.zeros((3, 2)), "1", None])
def test_what_is_no_ink_is_refused_with_the_way_to_make_one(reader: Reader, given: Any) -> None:
    asked = [reader.read_ink, reader.read_digit, lambda ink: reader.lesson(ink, "1")]
    for ask in asked:
        with pytest.raises(InkError, match=r"Ink\.from_points\(.* makes one"):
            ask(given)
