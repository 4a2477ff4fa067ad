"""Data sets of many images: IDX, NumPy, Kaggle's CSV; and what is read of them."""

from __future__ import annotations

import gzip
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from commandline import Run, records
from making import picture_of, write_idx
from strokes import DIGITS

from recognizer import Reader
from recognizer.errors import DataError, PictureError
from recognizer.network.preprocess import preprocess_ink
from recognizer.pictures.imagesets import is_image_set, load_images

pytest_plugins = ["commandfixtures"]

FIELDS = np.stack([np.rint(preprocess_ink(ink) * 255) for ink in DIGITS.values()]).astype(np.uint8)
"""The digits 0 to 9 as MNIST has them: (10, 28, 28), ink 255."""


def csv_of(path: Path, rows: npt.NDArray[np.generic], head: str = "") -> Path:
    lines = [",".join(map(str, row)) for row in rows.tolist()]
    path.write_text("".join(f"{line}\n" for line in ([head] if head else []) + lines))
    return path


def heads(*first: str) -> str:
    return ",".join([*first, *(f"pixel{k}" for k in range(784))])


def written(folder: Path, name: str) -> Path:
    """Write the ten digits in the form that the name says."""
    path, flat = folder / name, FIELDS.reshape(10, 784)
    if name.endswith(".npz"):
        np.savez_compressed(path, x_test=FIELDS, y_test=np.arange(10))
    elif name == "floats.npy":
        np.save(path, (FIELDS / 255).astype(np.float32)[..., None])
    elif name == "normalized.npy":
        np.save(path, FIELDS / 127.5 - 1)
    elif name == "flat.npy":
        np.save(path, flat)
    elif name == "dark-on-light.npy":
        np.save(path, 255 - FIELDS)
    elif name.endswith(".npy"):
        np.save(path, FIELDS)
    elif name == "train.csv":
        csv_of(path, np.column_stack([np.arange(10), flat]), heads("label"))
    elif name == "no-heads.csv":
        csv_of(path, np.column_stack([np.arange(10), flat]))
    elif name.endswith(".csv"):
        csv_of(path, flat, heads())
    else:
        write_idx(path, FIELDS)
    return path


EVERY_FORM = [
    *("t10k-images-idx3-ubyte", "t10k-images-idx3-ubyte.gz", "digits.idx"),
    *("digits.npy", "floats.npy", "normalized.npy", "flat.npy", "dark-on-light.npy"),
    *("mnist.npz", "test.csv", "train.csv", "no-heads.csv"),
]


@pytest.mark.parametrize("name", EVERY_FORM)
def test_each_image_of_a_set_is_read(run: Run, tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name)
    code, said, complaint = run("read", path)
    assert (code, complaint) == (0, "")
    starts = [line.split(" (")[0] for line in said.splitlines()]
    assert starts == [f"{path}:{number}: {digit}" for number, digit in enumerate(DIGITS, 1)]


@pytest.mark.parametrize("name", ["mnist.npz", "train.csv", "no-heads.csv"])
def test_labels_are_kept_apart_from_the_images(tmp_path: Path, name: str) -> None:
    loaded = load_images(written(tmp_path, name))
    assert loaded.labels == tuple("0123456789")
    np.testing.assert_array_equal(loaded.images, FIELDS)


def test_the_labels_of_mnist_lie_in_the_file_beside(tmp_path: Path) -> None:
    write_idx(tmp_path / "t10k-labels-idx1-ubyte", np.arange(10, dtype=np.uint8))
    assert load_images(written(tmp_path, "t10k-images-idx3-ubyte")).labels == tuple("0123456789")


def test_images_of_another_size_are_read_as_pictures(run: Run, tmp_path: Path) -> None:
    large = np.stack([picture_of(DIGITS["4"]), picture_of(DIGITS["4"])])
    np.save(tmp_path / "two.npy", large)
    assert [each["text"] for each in records(run("read", "--json", tmp_path / "two.npy")[1])] == [
        "4",
        "4",
    ]


@pytest.mark.parametrize("paper", [0, 16])
def test_images_of_8_by_8_are_read_as_one_digit_each(run: Run, tmp_path: Path, paper: int) -> None:
    small = np.stack([cv2.resize(each[3:25, 3:25], (8, 8), None, 0, 0, 3) for each in FIELDS])
    np.save(tmp_path / "small.npy", np.abs(paper - small / 16))
    read = records(run("read", "--json", tmp_path / "small.npy")[1])
    assert "".join(each["text"] for each in read) == "0123456789"


def test_one_image_of_values_up_to_16_is_a_set_of_one(tmp_path: Path) -> None:
    np.save(tmp_path / "one.npy", np.array([[0, 4, 16], [8, 0, 0]], np.float64))
    expected = [[[0, 64, 255], [128, 0, 0]]]
    np.testing.assert_array_equal(load_images(tmp_path / "one.npy").images, expected)


def test_a_submission_has_the_likeliest_digit_of_each_image(run: Run, tmp_path: Path) -> None:
    shown = np.concatenate([FIELDS, np.zeros((1, 28, 28), np.uint8)])  # the last one is blank
    path = csv_of(tmp_path / "test.csv", shown.reshape(11, 784), heads())
    out = tmp_path / "submission.csv"
    code, said, complaint = run("read", path, "--out", out)
    assert (code, complaint) == (0, "")
    assert said.splitlines()[-1] == f"{path}:11: nothing to read"
    rows = [f"{number},{digit}" for number, digit in enumerate("01234567890", 1)]
    assert out.read_text().splitlines() == ["ImageId,Label", *rows]


@pytest.mark.parametrize("more", [["--resume", "log.jsonl"], ["three.json"]])
def test_a_submission_is_of_one_whole_set(run: Run, tmp_path: Path, more: list[str]) -> None:
    path = written(tmp_path, "test.csv")
    code, _, complaint = run("read", *more, path, "--out", tmp_path / "out.csv")
    assert code == 2
    assert "--out is for one set of images" in complaint
    assert not (tmp_path / "out.csv").exists()


def test_reading_of_a_set_goes_on_where_it_was_stopped(run: Run, tmp_path: Path) -> None:
    path, log = written(tmp_path, "digits.npy"), tmp_path / "log.jsonl"
    run("read", path, "--resume", log)
    lines = log.read_text().splitlines(keepends=True)
    log.write_text("".join(lines[:7]))
    again = run("read", "--json", path, "--resume", log)[1]
    assert [each["text"] for each in records(again)] == ["7", "8", "9"]


def test_a_table_in_a_folder_of_pictures_is_left_alone(run: Run, three: Path) -> None:
    (three.parent / "labels.csv").write_text("file,label\nthree.json,3\n")
    assert run("read", three.parent)[0] == 0


BAD = {
    "text.csv": b"name,age\nAda,36\n",
    "ragged.csv": b"1,2,3\n1,2\n",
    "empty.csv": b"",
    "words.npy": b"no numbers",
    "words.npz": b"no archive",
    "words.idx": b"no bytes",
    "nan.csv": b",".join([b"nan"] * 784) + b"\n",
    "five.npy": b"\x93NUMPY\x01\0\x76\0{'descr': '|u1', 'fortran_order': False, "
    b"'shape': (1, 1, 2, 2, 2), }".ljust(128, b" ")
    + bytes(8),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_set_of_images_is_refused_in_one_line(
    run: Run, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name])
    code, said, complaint = run("read", path)
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert str(path) in complaint


def test_python_objects_in_an_array_are_not_unpacked(tmp_path: Path) -> None:
    np.save(tmp_path / "objects.npy", np.array([{}, []], object), allow_pickle=True)
    with pytest.raises(DataError, match=r"objects\.npy"):
        load_images(tmp_path / "objects.npy")


def test_a_packed_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(b"\0\0\x08\x01\0\0\0\x03abc")
    (tmp_path / "cut-ubyte.gz").write_bytes(packed[:-9])
    with pytest.raises(DataError, match="cut-ubyte"):
        load_images(tmp_path / "cut-ubyte.gz")


@pytest.mark.parametrize("name", ["a.npy", "B.NPZ", "train-images-idx3-ubyte.gz", "x.csv"])
def test_the_name_tells_a_set(name: str) -> None:
    assert is_image_set(Path(name))
    assert not is_image_set(Path(name + ".png"))


@pytest.mark.parametrize("kind", [np.uint8, np.int64, np.float32])
def test_python_reads_fields_as_arrays(reader: Reader, kind: type) -> None:
    fields = np.divide(FIELDS, 255, dtype=kind) if kind is np.float32 else FIELDS.astype(kind)
    assert "".join(each.text for each in reader.read_fields(fields)) == "0123456789"
    assert reader.read_fields(fields[:0]) == []


@pytest.mark.parametrize(
    "fields",
    [
        FIELDS[0],
        FIELDS.astype(np.int64) - 1,
        FIELDS.astype(np.float32),
        np.full((1, 28, 28), np.nan, np.float32),
        np.zeros((1, 8, 8), np.uint8),
    ],
)
def test_other_arrays_are_no_fields(reader: Reader, fields: npt.NDArray[np.uint8]) -> None:
    with pytest.raises(PictureError, match="fields must"):
        reader.read_fields(fields)
