"""Fixtures for all tests: the shared data, where there is any, and the shipped model."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import hypothesis
import pytest
from making import write_data_folder

from recognizer import Reader
from recognizer.resources import models_dir

pytest_plugins = ["failurepictures"]

# Properties are tried with the same examples each time, as long as the same files are tested;
# `--hypothesis-profile=search` tries more, and others each time.
hypothesis.settings.register_profile(
    "search",
    max_examples=500,
    database=None,
    deadline=None,
    suppress_health_check=[
        hypothesis.HealthCheck.function_scoped_fixture,  # what a test makes, all examples share
        hypothesis.HealthCheck.too_slow,
    ],
)
hypothesis.settings.register_profile(
    "steady", hypothesis.settings.get_profile("search"), max_examples=50, derandomize=True
)
hypothesis.settings.load_profile("steady")

_REPOSITORY = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-references", action="store_true", help="write the reference pictures anew"
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("tensorflow") and find_spec("tensorflow") is None:
        pytest.skip("no TensorFlow: pip install '.[train]', with Python 3.10 to 3.13")


@pytest.fixture(scope="session", autouse=True)
def off_the_users_screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hide the user's screen, loudspeaker and folders.

    A test that needs a real window brings its own.

    Also where a test forgets SDL's driver: an empty runtime folder has no Wayland socket.
    """
    with pytest.MonkeyPatch.context() as environment:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"):
            environment.delenv(name, raising=False)
        environment.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        environment.setenv("SDL_VIDEODRIVER", "dummy")
        environment.setenv("SDL_AUDIODRIVER", "dummy")
        environment.setenv("RECOGNIZER_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_is_heard() -> None:
    """Let commands be interrupted where the suite runs in a background, which ignores Ctrl+C."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def update_references(request: pytest.FixtureRequest) -> bool:
    """Whether the reference pictures of frames are to be written anew."""
    return bool(request.config.getoption("--update-references"))


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of the shared data; tests that need it are skipped where it is absent."""
    place = _REPOSITORY / os.environ.get("RECOGNIZER_DATA", "../shared/data")
    if not place.is_dir():
        pytest.skip(f"no data at {place}; set RECOGNIZER_DATA to where it lies")
    return place


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of a few digits; whoever wants to change one asks for `own_data`."""
    return write_data_folder(tmp_path_factory.mktemp("made") / "data")


@pytest.fixture
def own_data(tmp_path: Path) -> Path:
    """A data folder that the test may change."""
    return write_data_folder(tmp_path / "data")


@pytest.fixture(scope="session")
def reader() -> Reader:
    """A reader with the shipped model; loaded once."""
    return Reader()


@pytest.fixture(scope="session")
def model_of_two() -> Path:
    """The folder of the shipped model, which has a network for the path of the pen, too."""
    return models_dir()
