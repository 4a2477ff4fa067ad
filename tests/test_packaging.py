from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from making import ROOT, changed_environment, ink_line, run_python, write_lines
from strokes import DIGITS

from recognizer.actions.icons import icon_names

FONTS = {"Inter-Medium.otf", "InterDisplay-SemiBold.otf"}


def pip(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run pip in a process of its own."""
    quiet = ("--disable-pip-version-check", "--no-input", "--retries", "1")
    # Without PYTHONPATH: the egg-info of an editable checkout would pass for an installation.
    return run_python("-m", "pip", *quiet, *arguments, timeout=600, PYTHONPATH=None)


def must(done: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    """Fail with what a command has said if it has failed."""
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module", autouse=True)
def index(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip these tests where pip has no index to take packages from."""
    done = pip("download", "--no-deps", "--dest", tmp_path_factory.mktemp("index"), "imagesize")
    if done.returncode:
        reason = (done.stderr.strip() or "pip is missing").splitlines()[-1]
        pytest.skip(f"pip reaches no package index: {reason}")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to build from, so that the checkout stays clean."""
    folder = tmp_path_factory.mktemp("source")
    copy_checkout(folder)
    return folder


@pytest.fixture(scope="module")
def unpacked(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the source archive holds, unpacked elsewhere."""
    pytest.importorskip("build", reason="no build: pip install 'recognizer-board[dev]'")
    before = sorted(source.rglob("*"))
    built, place = tmp_path_factory.mktemp("sdist"), tmp_path_factory.mktemp("elsewhere")
    must(run_python("-m", "build", "--sdist", "--outdir", built, source, PYTHONPATH=None))
    for path in set(source.rglob("*")) - set(before):
        if path.is_file():
            path.unlink()
    (archive,) = built.iterdir()
    shutil.unpack_archive(archive, place, filter="data")
    (folder,) = place.iterdir()
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel."""
    built = tmp_path_factory.mktemp("wheel")
    must(pip("wheel", "--no-deps", "--wheel-dir", built, source))
    (path,) = built.iterdir()
    return path


def copy_checkout(folder: Path) -> None:
    """Copy every file of the checkout that git does not ignore."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("needs git and a checkout to tell sources from leftovers")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """The files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def bin_dir(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The programs of an empty environment in which the wheel has been installed."""
    place = tmp_path_factory.mktemp("installed") / "venv"
    must(run_python("-m", "venv", "--without-pip", place))
    python = place / "bin" / "python"
    must(pip("--python", python, "install", wheel))
    yield place / "bin"
    shutil.rmtree(place)  # 300 MB


def in_environment(command: list[object], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the new environment, far from the checkout."""
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=changed_environment(PYTHONPATH=None),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_source_archive_holds_all_that_git_does(source: Path, unpacked: Path) -> None:
    held = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    wanted = {str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()}
    assert {name for name in wanted if ".egg-info" not in name} <= held


def test_the_source_archive_holds_no_leftovers(source: Path, unpacked: Path) -> None:
    held = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    wanted = {str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()}
    assert {name for name in held - wanted if ".egg-info" not in name} == {"PKG-INFO"}


@pytest.mark.slow
def test_the_tests_run_in_the_unpacked_source_archive(unpacked: Path) -> None:
    some = ("tests/test_ink.py", "tests/test_reader.py", "tests/test_readme.py")
    quiet = ("-q", "-p", "no:cacheprovider", "-k", "not curl")
    done = run_python("-m", "pytest", *quiet, *some, cwd=unpacked, timeout=300, PYTHONPATH=None)
    assert re.search(r"^\d+ passed", must(done).stdout, re.MULTILINE)
    make = ("make", "--dry-run", "run")
    if shutil.which("make"):
        assert subprocess.run(make, cwd=unpacked, capture_output=True).returncode == 0


NETWORKS = [f"{folder}digits{view}.tflite" for folder in ("", "small/") for view in ("", ".path")]


@pytest.mark.parametrize("name", [*NETWORKS, "digits.json", "small/digits.json"])
def test_the_wheel_carries_what_reading_needs(names: set[str], name: str) -> None:
    assert f"recognizer/models/{name}" in names


@pytest.mark.parametrize("name", sorted({*FONTS, "Inter-LICENSE.txt"}))
def test_the_wheel_carries_the_fonts_and_their_license(names: set[str], name: str) -> None:
    assert f"recognizer/assets/{name}" in names


def test_the_wheel_carries_the_icons(names: set[str]) -> None:
    assert {f"recognizer/assets/icons/{name}.svg" for name in icon_names()} <= names


def test_the_wheel_carries_every_module(names: set[str]) -> None:
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "recognizer").rglob("*.py")}
    assert modules <= names


def test_the_wheel_carries_its_type_marker_and_license(names: set[str]) -> None:
    assert "recognizer/py.typed" in names
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names}


def test_the_wheel_carries_no_keras_model(names: set[str]) -> None:
    assert not [name for name in names if name.endswith(".keras")]


def test_pip_knows_it_by_a_name_that_is_free_on_pypi(wheel: Path) -> None:
    assert wheel.name.startswith("recognizer_board-")


def test_the_wheel_carries_nothing_beside_the_package(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"recognizer"}


def test_the_installed_command_reads_ink_in_any_folder(bin_dir: Path, tmp_path: Path) -> None:
    write_lines(tmp_path / "seven.json", [ink_line(DIGITS["7"])])
    done = in_environment([bin_dir / "recognizer", "read", "seven.json"], tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("7 (")


@pytest.mark.parametrize("name", sorted(FONTS))
def test_the_installed_package_finds_its_fonts(bin_dir: Path, tmp_path: Path, name: str) -> None:
    code = f"from recognizer.resources import asset; print(asset({name!r}).is_file())"
    assert in_environment([bin_dir / "python", "-c", code], tmp_path).stdout == "True\n"


def test_the_installed_board_can_be_imported(bin_dir: Path, tmp_path: Path) -> None:
    done = in_environment([bin_dir / "python", "-c", "import recognizer.board"], tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def requirements(wheel: Path, extra: str) -> set[str]:
    """Return the names of what is installed with `extra` alone."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
        metadata = archive.read(name).decode()
    pattern = rf"^Requires-Dist: ([\w-]+).*extra == ['\"]{extra}['\"]"
    return set(re.findall(pattern, metadata, re.MULTILINE))


def test_the_train_extra_brings_what_training_and_measuring_need(wheel: Path) -> None:
    needed = {"tensorflow", "keras", "matplotlib", "pooch", "scikit-learn", "uncompresspy"}
    assert requirements(wheel, "train") == needed
    assert requirements(wheel, "test") > needed


def test_the_tests_of_the_app_need_no_tensorflow(wheel: Path) -> None:
    assert not {"tensorflow", "keras"} & requirements(wheel, "dev")
    locked = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    assert not re.findall(r"^(tensorflow|keras)\b.*", locked, re.MULTILINE)


@pytest.mark.parametrize(
    "library", ["tensorflow", "keras", "matplotlib", "sklearn", "uncompresspy", "pytest"]
)
def test_only_what_the_app_needs_is_installed(bin_dir: Path, tmp_path: Path, library: str) -> None:
    code = f"from importlib.util import find_spec; print(find_spec({library!r}))"
    assert in_environment([bin_dir / "python", "-c", code], tmp_path).stdout == "None\n"
