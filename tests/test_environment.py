"""`make run` on any machine: .venv made, found broken and made anew, and used without a network."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from making import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="make and bin/ are of Unix")

BACKEND = """
import os, zipfile

def build_editable(folder, *_):
    name, info = "recognizer_board-1-py3-none-any.whl", "recognizer_board-1.dist-info"
    needs = [f"Requires-Dist: {need}" for need in open("needs").read().split()]
    about = ["Metadata-Version: 2.1", "Name: recognizer-board", "Version: 1"]
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        wheel.writestr("recognizer_board.pth", os.getcwd())
        wheel.writestr(f"{info}/METADATA", "\\n".join([*about, *needs, ""]))
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\n")
        wheel.writestr(f"{info}/entry_points.txt",
                       "[console_scripts]\\nrecognizer = recognizer.__main__:main\\n")
        wheel.writestr(f"{info}/RECORD", "")
    return name
"""
"""Builds the small stand-in for our package without downloading anything."""

PROJECT = {
    "backend.py": BACKEND,
    "needs": "",
    "setup.cfg": "",
    "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "backend"\n'
    'backend-path = ["."]\n',
    "recognizer/__main__.py": "def main():\n    print('the board')\n\n\n"
    "if __name__ == '__main__':\n    main()\n",
    "recognizer/__init__.py": "",
    "recognizer/board.py": "",
    "recognizer/commands/__init__.py": "",
    "recognizer/commands/read.py": "",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout in which `make run` has been run once."""
    folder = tmp_path_factory.mktemp("checkout") / "board"
    for name, text in PROJECT.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "environment.py", folder / "scripts")
    shutil.copy(ROOT / "Makefile", folder)
    done = prepare(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "==> Making the virtual environment .venv\n==> Installing the app"
    )
    return folder


@pytest.fixture
def moved(made: Path, tmp_path: Path) -> Path:
    """A copy of it elsewhere, at a path with a space: its commands still name the old place."""
    return Path(shutil.copytree(made, tmp_path / "my board", symlinks=True))


@pytest.fixture
def checkout(moved: Path, made: Path) -> Path:
    """A copy that is whole, as if it had been made where it is."""
    command = moved / ".venv" / "bin" / "recognizer"
    command.write_text(command.read_text().replace(f"{made}/.venv", f"{moved}/.venv"))
    return moved


@pytest.fixture
def bare(tmp_path: Path) -> str:
    """A Python as Debian has it without python3-pip and python3-venv."""
    program = tmp_path / "python3"
    program.write_text(
        '#!/bin/sh\ncase "$2" in pip|venv) echo "ensurepip is not available"; exit 1;; esac\n'
        f'exec "{sys.executable}" "$@"\n'
    )
    program.chmod(0o755)
    return str(program)


def prepare(
    folder: Path, *arguments: str, extra: str = "app", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Make .venv ready for `extra`, with an index that no one reaches: nothing is downloaded."""
    return subprocess.run(
        [sys.executable, "scripts/environment.py", extra, *arguments],
        cwd=folder,
        env=offline() | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def offline() -> dict[str, str]:
    """The environment of a machine without a network."""
    env = {name: text for name, text in os.environ.items() if not name.startswith("PIP_")}
    env.pop("PYTHONPATH", None)
    return env | {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple"}


def says(folder: Path) -> str:
    """What the installed command says."""
    command = folder / ".venv" / "bin" / "recognizer"
    done = subprocess.run(
        [command], cwd="/", env=offline(), capture_output=True, text=True, check=True
    )
    return done.stdout


def want_more(folder: Path) -> None:
    """Let a later version need a library that was not installed with this one."""
    (folder / "needs").write_text("something-new")
    (folder / "setup.cfg").write_text("# something-new")


def test_what_is_there_is_not_done_again(made: Path) -> None:
    done = prepare(made)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert says(made) == "the board\n"


@pytest.mark.slow
def test_one_that_was_moved_is_made_anew(moved: Path) -> None:
    done = prepare(moved)
    assert (done.returncode, done.stderr) == (0, "")
    assert "made anew: it was moved here" in done.stdout
    assert says(moved) == "the board\n"
    assert str(moved) in (moved / ".venv" / "bin" / "recognizer").read_text()
    assert not (moved / ".venv.old").exists()


def take_python_away(folder: Path) -> None:
    """As when the system's Python, or pyenv's, is removed."""
    (folder / "bin" / "python").unlink()
    (folder / "bin" / "python").symlink_to("/no/such/python")


def replace_python(folder: Path) -> None:
    """As when the system goes on to the next Python: what was installed is for the last one."""
    (library,) = (folder / "lib").glob("python3.*")
    library.rename(library.with_name("python3.9"))


def interrupt_making(folder: Path) -> None:
    """As when the power fails while pip is put into it."""
    for package in folder.glob("lib/python3.*/site-packages/pip"):
        shutil.rmtree(package)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (take_python_away, "its Python is gone"),
        (replace_python, "its Python was replaced by another"),
        (interrupt_making, "it is not complete"),
    ],
)
def test_one_that_cannot_be_used_is_made_anew(
    checkout: Path, bare: str, damage: Callable[[Path], None], told: str
) -> None:
    damage(checkout / ".venv")
    done = prepare(checkout, "--python", bare)  # which cannot make one: that takes a while
    assert done.stdout.splitlines()[0] == f"==> .venv is made anew: {told}"


def test_what_cannot_be_made_anew_is_put_back(moved: Path, bare: str) -> None:
    done = prepare(moved, "--python", bare)
    assert done.returncode == 0
    assert done.stderr.endswith("==> Going on with what was installed before\n")
    assert not (moved / ".venv.old").exists()
    assert (moved / ".venv" / "bin" / "recognizer").exists()


def test_naming_the_python_it_is_of_changes_nothing(made: Path) -> None:
    assert prepare(made, "--python", sys.executable).stdout == ""


def test_naming_another_python_makes_it_anew(checkout: Path, tmp_path: Path) -> None:
    other = tmp_path / "python"
    other.write_text('#!/bin/sh\n[ "$1" = -I ] && echo \'["", "/opt", [3, 99], true]\'\n')
    other.chmod(0o755)
    done = prepare(checkout, "--python", str(other))
    assert f"made anew: it is of another Python than {other}" in done.stdout


def test_naming_a_python_that_is_not_there_says_so(made: Path) -> None:
    assert "PYTHON=python3.99 does not run" in prepare(made, "--python", "python3.99").stderr


def test_without_a_network_what_was_installed_before_is_used(checkout: Path) -> None:
    want_more(checkout)
    done = prepare(checkout)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "==> No network: pip cannot reach its package index; try again when there is a network",
        "==> Going on with what was installed before",
    ]


def test_without_a_network_and_without_a_library_it_says_so_in_one_line(checkout: Path) -> None:
    want_more(checkout)
    (checkout / "recognizer" / "board.py").write_text("import something_new")
    done = prepare(checkout)
    assert done.returncode == 1
    assert done.stderr.startswith("==> No network: ")
    assert done.stderr.count("\n") == 1


def test_what_pip_cannot_find_is_named_in_one_line(checkout: Path, tmp_path: Path) -> None:
    want_more(checkout)
    (checkout / "recognizer" / "board.py").write_text("import something_new")
    done = prepare(checkout, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))
    assert done.returncode == 1
    assert "No matching distribution found for something-new" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_python_without_pip_and_venv_names_the_packages(checkout: Path, bare: str) -> None:
    shutil.rmtree(checkout / ".venv")
    done = prepare(checkout, "--python", bare)
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert "dnf install python3-pip" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (checkout / ".venv").exists()


def shelve(shelf: Path, version: str) -> str:
    """Put a version of a small library where pip finds it, and return its hash."""
    wheel, info = shelf / f"chalk-{version}-py3-none-any.whl", f"chalk-{version}.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("chalk.py", f"print({version!r})\n")
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: chalk\nVersion: {version}\n"
        )
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n")
        archive.writestr(f"{info}/RECORD", "")
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def prepare_for_developers(
    folder: Path, shelf: Path, locked: str
) -> subprocess.CompletedProcess[str]:
    """Make .venv ready for developers with what lies on `shelf`, as `locked` says."""
    (folder / "needs").write_text("chalk")
    (folder / "requirements").mkdir()
    (folder / "requirements" / "dev.txt").write_text(locked)
    return prepare(folder, extra="dev", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(shelf))


def chalk_in(folder: Path) -> str:
    """Return the version that was installed."""
    python = folder / ".venv" / "bin" / "python"
    return subprocess.run([python, "-c", "import chalk"], capture_output=True, text=True).stdout


def test_developers_get_the_locked_version_and_not_the_newest(
    checkout: Path, tmp_path: Path
) -> None:
    digest, _ = shelve(tmp_path, "1.0"), shelve(tmp_path, "2.0")
    done = prepare_for_developers(checkout, tmp_path, f"chalk==1.0 --hash=sha256:{digest}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert chalk_in(checkout) == "1.0\n"


def test_a_file_that_is_not_the_locked_one_is_refused(checkout: Path, tmp_path: Path) -> None:
    shelve(tmp_path, "1.0")
    done = prepare_for_developers(checkout, tmp_path, f"chalk==1.0 --hash=sha256:{'0' * 64}\n")
    assert done.returncode == 1
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert chalk_in(checkout) == ""


def test_where_a_locked_version_has_no_file_for_this_machine_the_newest_is_taken(
    checkout: Path, tmp_path: Path
) -> None:
    digest = shelve(tmp_path, "2.0")
    done = prepare_for_developers(checkout, tmp_path, f"chalk==1.0 --hash=sha256:{digest}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "dev.txt does not fit this machine" in done.stdout
    assert chalk_in(checkout) == "2.0\n"


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make there."""
    if not shutil.which("make"):
        pytest.skip("make is not installed")
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=folder,
        env=offline(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_make_run_opens_the_board(made: Path) -> None:
    done = make(made, "run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "the board"


@pytest.fixture
def old_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another `python3` that comes first, and is too old."""
    program = tmp_path / "old" / "python3"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)


@pytest.mark.usefixtures("old_python")
def test_make_run_goes_on_with_a_venv_that_is_newer_than_the_usual_python(made: Path) -> None:
    done = make(made, "run")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("old_python")
def test_make_run_wants_a_python_that_is_new_enough(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    done = make(checkout, "run")
    assert done.returncode != 0
    assert "Python 3.10 or newer is needed" in done.stderr
