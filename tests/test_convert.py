from __future__ import annotations

import gzip
import io
import json
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from making import digit_images
from originalfiles import pack_z, write_npz

from recognizer.errors import DataError
from recognizer.ink.inkfile import read_ink_file
from recognizer.training.data.convert import (
    IDX_FILES,
    chosen_drawings,
    omniglot_inks,
    pendigits_inks,
    strokes_of_steps,
    uncompress,
    unipen_inks,
    write_mnist,
)
from recognizer.training.data.datasets import load_mnist
from recognizer.training.data.inklines import Tally, Written, ink_line, normalized, tally, write_ink
from recognizer.training.data.objectarrays import read_object_array
from recognizer.training.data.originals import EXPECTED, EXPECTED_IDX, compared

TEXT = ".COMMENT what compress(1) packs\n" * 40
GZIPPED = gzip.compress(b"a", mtime=0)  # the name of a test, which must be the same in each process


def ink(strokes: Any, label: str = "7", split: str = "train") -> Written:
    return Written(label, "tablet/ann", "tablet", split, strokes)


def test_ink_is_turned_over_moved_and_scaled() -> None:
    assert normalized([[(10, 20), (15, 25)], [(30, 20)]]) == [[[0, 250], [250, 0]], [[1000, 250]]]


def test_ink_with_y_down_is_not_turned_over() -> None:
    assert normalized([[(10, 20), (10, 120)]], y_down=True) == [[[0, 0], [0, 1000]]]


@pytest.mark.parametrize("factor", [0.001, 1, 3, 1e6])
@pytest.mark.parametrize("shift", [-5000, 0, 77])
def test_size_and_place_do_not_matter(factor: float, shift: float) -> None:
    stroke = np.array([(0, 0), (3, 8), (5, 2)])
    moved = (stroke + shift) * factor
    assert normalized([moved.tolist()]) == normalized([stroke.tolist()])


def test_points_that_come_to_lie_on_the_one_before_are_dropped() -> None:
    close = [(0, 0), (0, 0), (1, 0), (9000, 0), (0, 0)]
    assert normalized([close]) == [[[0, 0], [1000, 0], [0, 0]]]


def test_a_dot_stays_a_dot() -> None:
    assert normalized([[(5, 5), (5, 5)], [(5, 5)]]) == [[[0, 0]], [[0, 0]]]


def test_a_line_holds_what_is_known_in_the_shared_form() -> None:
    assert ink_line(ink([[(0, 0), (0, 2)]])) == (
        '{"label":"7","writer":"tablet/ann","source":"tablet","split":"train",'
        '"strokes":[[[0,1000],[0,0]]]}'
    )


def test_a_file_of_ink_is_the_same_every_time_and_read_back(tmp_path: Path) -> None:
    inks = [ink([[(0, 0), (1, 3)]]), ink([[(0, 0), (2, 1)]], split="dev")]
    first, second = tmp_path / "a" / "one.jsonl.gz", tmp_path / "b" / "other.jsonl.gz"
    assert write_ink(inks, first) == write_ink(inks, second)
    assert first.read_bytes() == second.read_bytes()
    assert [each.split for each in read_ink_file(first)] == ["train", "dev"]
    assert [path.name for path in first.parent.iterdir()] == ["one.jsonl.gz"]


def test_a_tally_counts_splits_and_tells_inks_apart_but_not_writers(tmp_path: Path) -> None:
    one = ink([[(0, 0), (1, 3)]])
    made = write_ink([one], tmp_path / "one.jsonl.gz")
    assert (made.train, made.dev) == (1, 0)
    other_writer = Written("7", "tablet/bob", "tablet", "train", one.strokes)
    assert tally([ink_line(other_writer)]) == made
    for other in (ink([[(0, 0), (1, 4)]]), ink(one.strokes, label="1")):
        assert tally([ink_line(other)]) != made


def test_of_no_ink_no_file_is_made(tmp_path: Path) -> None:
    assert write_ink([], tmp_path / "none.jsonl.gz").train == 0
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_fails_on_the_way_does_not_replace_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl.gz"
    path.write_bytes(b"old")
    with pytest.raises(ValueError, match="unpack"):
        write_ink([ink([[(0, 0), (1, 3)]]), ink([[(1,)]])], path)
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("size", [0, 1, 238, 239, 240, 241, len(TEXT)])
def test_what_compress_packed_is_unpacked(tmp_path: Path, size: int) -> None:
    content = TEXT.encode()[:size]
    (tmp_path / "text.Z").write_bytes(pack_z(content))
    assert uncompress(tmp_path / "text.Z") == content


@pytest.mark.parametrize("content", [b"", b"\x1f\x9d", b"no such file", GZIPPED])
def test_what_compress_did_not_pack_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "text.Z").write_bytes(content)
    with pytest.raises(DataError, match=r"text\.Z: not a file of compress"):
        uncompress(tmp_path / "text.Z")


def test_the_last_six_writers_of_pendigits_are_dev(tmp_path: Path) -> None:
    text = "".join(
        f'.SEGMENT DIGIT {i} ? "{i}"\n.COMMENT {i} {writer} 9\n.PEN_DOWN\n 1 1\n 1 5\n.PEN_UP\n'
        for i, writer in enumerate([1, 24, 25, 30])
    )
    (tmp_path / "pen.Z").write_bytes(pack_z(text.encode()))
    found = [(each.label, each.writer, each.split) for each in pendigits_inks(tmp_path / "pen.Z")]
    assert found == [
        ("0", "pendigits/1", "train"),
        ("1", "pendigits/24", "train"),
        ("2", "pendigits/25", "dev"),
        ("3", "pendigits/30", "dev"),
    ]


def test_a_digit_of_pendigits_without_a_writer_is_named(tmp_path: Path) -> None:
    (tmp_path / "pen.Z").write_bytes(pack_z(b'.SEGMENT DIGIT 0 ? "8"\n.PEN_DOWN\n1 1\n'))
    with pytest.raises(DataError, match=r"pen\.Z: no writer"):
        list(pendigits_inks(tmp_path / "pen.Z"))


def write_page(root: Path, category: str, contributor: str, *labels: str) -> None:
    folder = root / "data" / category / contributor
    folder.mkdir(parents=True)
    segments = "".join(f'.SEGMENT CHARACTER 0 OK "{label}"\n' for label in labels)
    text = f".WRITER_ID ann\n.PEN_DOWN\n0 0\n0 7\n{segments}" + '.SEGMENT CHARACTER 9 OK "1"\n'
    (folder / "page.dat").write_text(text + '.SEGMENT WORD 0 OK "a"\n')


def test_unipen_is_sorted_by_category_label_and_contributor(tmp_path: Path) -> None:
    (tmp_path / "include").mkdir()
    write_page(tmp_path, "1a", "uqb", "3", "?", "33")
    write_page(tmp_path, "1a", "aga", "0", "a")
    write_page(tmp_path, "1c", "aga", "b", "1")
    write_page(tmp_path, "1b", "kai", "Q")
    write_page(tmp_path, "1d", "tos", r"\"", r"\\", r"\@", "x")
    found = {
        name: [(each.label, each.writer, each.split) for each in unipen_inks(tmp_path, name)]
        for name in ("unipen-digits", "unipen-letters", "unipen-symbols")
    }
    assert found == {
        "unipen-digits": [("0", "unipen/aga/ann", "train"), ("3", "unipen/uqb/ann", "dev")],
        "unipen-letters": [("Q", "unipen/kai/ann", "train"), ("b", "unipen/aga/ann", "train")],
        "unipen-symbols": [('"', "unipen/tos/ann", "dev"), ("@", "unipen/tos/ann", "dev")],
    }


def test_steps_add_up_to_strokes() -> None:
    steps = np.array([(5, 5, 0), (1, 0, 1), (0, 3, 0), (-6, 0, 1)], np.int16)
    assert strokes_of_steps(steps) == [[[5, 5], [6, 5]], [[6, 8], [0, 8]]]


def write_objects(path: Path, key: str, value: object) -> Path:
    array = np.empty(1, object)
    array[0] = value
    with path.open("wb") as stream:
        np.savez(stream, allow_pickle=True, **{key: array})
    return path


def test_arrays_of_arrays_are_read(tmp_path: Path) -> None:
    path = write_objects(tmp_path / "some.npz", "train", np.arange(6, dtype=np.int16))
    (array,) = read_object_array(path, "train")
    assert (array.dtype, array.tolist()) == (np.int16, [0, 1, 2, 3, 4, 5])


def test_arrays_of_older_numpy_are_read(tmp_path: Path) -> None:
    """NumPy 1 used protocol 2 and another name of its module."""
    array = np.empty(1, object)
    array[0] = np.array([[1, -2, 1]], np.int16)
    pickled = pickle.dumps(array, 2).replace(b"numpy._core.", b"numpy.core.")
    npy = io.BytesIO()
    header = {"descr": "|O", "fortran_order": False, "shape": (1,)}
    np.lib.format.write_array_header_1_0(npy, header)
    with zipfile.ZipFile(tmp_path / "old.npz", "w") as archive:
        archive.writestr("train.npy", npy.getvalue() + pickled)
    (read,) = read_object_array(tmp_path / "old.npz", "train")
    assert read.tolist() == [[1, -2, 1]]


def test_drawings_are_numbered_through_all_parts(tmp_path: Path) -> None:
    steps = [np.array([(0, 0, 0), (1 + number, 1, 1)], np.int16) for number in range(32_000)]
    parts = np.empty(32_000, object)
    parts[:] = steps
    with (tmp_path / "omniglot.npz").open("wb") as stream:
        np.savez(stream, test=parts[31_000:], train=parts[:30_000], valid=parts[30_000:31_000])
    made = list(omniglot_inks(tmp_path / "omniglot.npz"))
    assert (len(made), sum(each.split == "dev" for each in made)) == (12_000, 2_000)
    for each in made:
        number = int(each.writer.removeprefix("omniglot/"))
        assert each.strokes == [[[0, 0], [1 + number, 1]]]
    assert {(each.label, each.source, each.y_down) for each in made} == {
        ("drawing", "omniglot", True)
    }


def test_another_number_of_drawings_is_named(tmp_path: Path) -> None:
    with (tmp_path / "omniglot.npz").open("wb") as stream:
        none = np.empty(0, object)
        np.savez(stream, train=none, valid=none, test=none)
    with pytest.raises(DataError, match=r"omniglot\.npz: 0 drawings, not 32,000"):
        list(omniglot_inks(tmp_path / "omniglot.npz"))


class Harm:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return Path.touch, ("harm",)


def test_a_pickle_that_calls_anything_else_is_refused(tmp_path: Path) -> None:
    path = write_objects(tmp_path / "bad.npz", "train", Harm())
    with pytest.raises(DataError, match=r"bad\.npz: no arrays train: .* is not part of an array"):
        read_object_array(path, "train")


@pytest.mark.parametrize("content", [b"", b"no archive"])
def test_what_is_no_archive_of_arrays_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.npz").write_bytes(content)
    with pytest.raises(DataError, match=r"bad\.npz: no arrays train"):
        read_object_array(tmp_path / "bad.npz", "train")


def test_an_array_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = write_objects(tmp_path / "some.npz", "train", np.zeros(1))
    with pytest.raises(DataError, match="no arrays valid"):
        read_object_array(path, "valid")


def test_mnist_becomes_the_files_that_training_reads(tmp_path: Path) -> None:
    write_npz(tmp_path / "mnist.npz")
    write_mnist(tmp_path / "mnist.npz", tmp_path / "mnist")
    images, labels = digit_images()
    for part in ("train", "t10k"):
        loaded = load_mnist(tmp_path / "mnist", part)
        assert np.array_equal(loaded.images, images)
        assert np.array_equal(loaded.labels, labels)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_what_is_no_mnist_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mnist.npz").write_bytes(content)
    with pytest.raises(DataError, match=r"mnist\.npz: no array x_train"):
        write_mnist(tmp_path / "mnist.npz", tmp_path)


def test_mnist_of_another_type_is_named(tmp_path: Path) -> None:
    with (tmp_path / "mnist.npz").open("wb") as stream:
        np.savez(stream, x_train=np.zeros((1, 28, 28)))
    with pytest.raises(DataError, match="x_train holds float64, not uint8"):
        write_mnist(tmp_path / "mnist.npz", tmp_path)


def test_a_cut_archive_is_named(tmp_path: Path) -> None:
    path = write_npz(tmp_path / "mnist.npz")
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(DataError, match=r"mnist\.npz: no array"):
        write_mnist(path, tmp_path)
    assert zipfile.is_zipfile(path) is False


def test_a_file_is_compared_with_what_is_expected_of_it() -> None:
    expected = EXPECTED["unipen-digits"]
    same = compared("unipen-digits", expected)
    others = compared("unipen-digits", Tally(expected.train, expected.dev, "other"))
    fewer = compared("unipen-digits", Tally(12, 3, "other"))
    assert [each.as_expected for each in (same, others, fewer)] == [True, False, False]
    assert same.text.startswith("unipen-digits: 12,522 train, 3,431 dev; the same inks")
    assert "not the same inks" in others.text
    assert fewer.text == "unipen-digits: 12 train, 3 dev; expected 12,522 and 3,431"


@pytest.mark.parametrize("name", ["unipen-digits", "pendigits-train", "omniglot-drawings"])
def test_what_is_expected_is_what_the_shared_data_holds(data_dir: Path, name: str) -> None:
    with gzip.open(data_dir / "ink" / f"{name}.jsonl.gz", "rt") as stream:
        assert tally(stream) == EXPECTED[name]


def test_the_shared_pendigits_come_out_line_by_line(data_dir: Path) -> None:
    with gzip.open(data_dir / "ink" / "pendigits-train.jsonl.gz", "rt") as stream:
        shared = stream.read().splitlines()
    made = pendigits_inks(data_dir / "raw" / "pendigits-orig.tra.Z")
    assert [ink_line(each) for each in made] == shared


def test_the_shared_drawings_are_a_known_choice(data_dir: Path) -> None:
    with gzip.open(data_dir / "ink" / "omniglot-drawings.jsonl.gz", "rt") as stream:
        shared = [json.loads(line) for line in stream]
    found = [(int(each["writer"].split("/")[1]), each["split"]) for each in shared]
    assert list(chosen_drawings()) == found


def test_the_shared_mnist_comes_out_as_the_original(data_dir: Path, tmp_path: Path) -> None:
    parts = {key: load_mnist(data_dir / "mnist", key) for key in ("train", "t10k")}
    with (tmp_path / "mnist.npz").open("wb") as stream:
        np.savez(
            stream,
            x_train=parts["train"].images,
            y_train=parts["train"].labels,
            x_test=parts["t10k"].images,
            y_test=parts["t10k"].labels,
        )
    assert set(EXPECTED_IDX) == set(IDX_FILES.values())
    assert write_mnist(tmp_path / "mnist.npz", tmp_path) == EXPECTED_IDX
