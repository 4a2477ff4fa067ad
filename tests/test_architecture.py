"""docs/architecture.md says which folder may import which; the code does as it says."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from making import ROOT, run_python

import recognizer

PACKAGE = Path(recognizer.__file__).resolve().parent
GROUND = {"errors", "version", "resources", "quiet", "console"}
FACES = {"__init__", "__main__"}
"""Modules that anybody may run, and nobody imports."""
ON_DEMAND = {"commands": {"board", "commands.model", "commands.read", "commands.score", "web"}}
"""What is imported only inside functions."""
NESTED = ("board", "reading", "training")
"""Doors that have rooms of their own."""

THIRD_PARTY = {
    "ai_edge_litert": {"network"},
    "filelock": {"keeping"},
    "flask": {"web"},
    "flask_compress": {"web"},
    "keras": {"training"},
    "matplotlib": {"reading", "training"},
    "platformdirs": {"disk"},
    "pillow_heif": {"pictures"},
    "pooch": {"training"},
    "pygame": {"board"},
    "pypdfium2": {"pictures"},
    "sklearn": {"training"},
    "tensorflow": {"training"},
    "requests": {"training"},
    "tqdm": {"commands.read", "training"},
    "tomli_w": {"keeping"},
    "waitress": {"web"},
}
"""Which folders may import a large library."""


def documented() -> Iterator[tuple[str, set[str]]]:
    """Yield each folder of the tables, and what it may import: of a room, rooms beside it."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for name, allowed in re.findall(r"^\| `([a-z.]+)` \| [^|]+ \|([^|]*)\|$", text, re.MULTILINE):
        door = name.split(".")[0]
        found = re.findall(r"`([a-z.]+)`", allowed)
        yield (
            name,
            {
                f"{door}.{each}" if name.split(".")[0] in NESTED and "." in name else each
                for each in found
            },
        )


ALLOWED = dict(documented())


def place_of(module: str) -> str:
    """Return the folder of a module: "board.ink" for recognizer.board.ink.layer."""
    parts = module.split(".")[1:]
    while parts and ".".join(parts) not in ALLOWED:
        parts = parts[:-1]
    return ".".join(parts) or module.removeprefix("recognizer").lstrip(".") or "__init__"


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module of the package with its dotted name."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        yield ".".join(parts), ast.parse(path.read_text(encoding="utf-8"))


SOURCES = list(sources())
MODULES = {name.removesuffix(".__init__") for name, _ in SOURCES}


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the full names of the modules that `tree` imports, wherever it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            assert node.module is not None
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in MODULES else node.module


def places_imported(tree: ast.AST) -> set[str]:
    """Return the folders of ours, or modules of the ground, that `tree` imports."""
    own = {name for name in imported(tree) if name.split(".")[0] == "recognizer"}
    return {place_of(name) for name in own}


def allowed_in(place: str) -> set[str]:
    """Return what a folder may import: a room also what its door may, a door its rooms."""
    door = place.split(".")[0]
    outside = ALLOWED[door] if door in NESTED else set()
    rooms = {each for each in ALLOWED if place in NESTED and each.startswith(f"{place}.")}
    beside = {door} if door in ("reading", "training") else set()
    return {*GROUND, place, *ALLOWED[place], *outside, *rooms, *beside}


def without_functions(tree: ast.Module) -> ast.Module:
    """Return what of a module runs when it is imported."""
    return ast.Module([node for node in tree.body if not isinstance(node, ast.FunctionDef)], [])


def trees_of(place: str) -> list[ast.Module]:
    return [tree for name, tree in SOURCES if place_of(name) == place]


def test_every_folder_has_its_row_in_the_tables() -> None:
    folders = {name.rpartition(".")[0] for name, _ in SOURCES} - {"recognizer"}
    assert {name.removeprefix("recognizer.") for name in folders} == set(ALLOWED)


def test_beside_the_folders_lie_only_the_ground_and_the_faces() -> None:
    beside = {name.split(".")[1] for name, _ in SOURCES if name.count(".") == 1}
    assert beside == GROUND | FACES


def test_every_folder_is_installed() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = set(config["options"]["packages"].split())
    assert listed == {"recognizer", "recognizer.assets", "recognizer.models"} | {
        f"recognizer.{place}" for place in ALLOWED
    }


@pytest.mark.parametrize("place", ALLOWED)
def test_a_folder_imports_only_what_its_row_names(place: str) -> None:
    on_demand = ON_DEMAND.get(place, set())
    for tree in trees_of(place):
        assert places_imported(without_functions(tree)) <= allowed_in(place)
        assert places_imported(tree) <= allowed_in(place) | on_demand


def test_the_tables_name_nothing_in_vain() -> None:
    for place in ALLOWED:
        used = set().union(*map(places_imported, trees_of(place)))
        if place in NESTED:
            used = set().union(
                *(
                    places_imported(tree)
                    for name, tree in SOURCES
                    if name.startswith(f"recognizer.{place}.")
                )
            )
        assert ALLOWED[place] <= used, place


def test_imports_never_run_in_a_circle() -> None:
    done: list[str] = []
    for place in ALLOWED:
        rooms = {each for each in ALLOWED[place] if each.split(".")[0] == place.split(".")[0]}
        assert rooms <= set(done), "a row names what stands above it"
        done.append(place)


def test_the_ground_stands_on_nothing() -> None:
    for name, tree in SOURCES:
        if name.split(".")[1] in GROUND and name.count(".") == 1:
            assert places_imported(tree) <= GROUND


def test_no_module_imports_the_public_face() -> None:
    assert [name for name, tree in SOURCES if "__init__" in places_imported(tree)] == []


@pytest.mark.parametrize("library", THIRD_PARTY)
def test_a_large_library_is_imported_only_where_it_belongs(library: str) -> None:
    users = {
        place_of(name)
        for name, tree in SOURCES
        if library in {each.split(".")[0] for each in imported(tree)}
    }
    homes = THIRD_PARTY[library]
    assert all(user in homes or user.split(".")[0] in homes for user in users)
    assert users


def test_reading_needs_neither_tensorflow_nor_keras() -> None:
    code = (
        "import sys, recognizer, recognizer.commands.main, recognizer.board\n"
        "ink = recognizer.Ink.from_points([[(50, 0), (50, 90)]])\n"
        "print(recognizer.Reader().read_ink(ink).text)\n"
        "print({'keras', 'tensorflow'} & set(sys.modules))"
    )
    done = run_python("-c", code)
    assert (done.stdout, done.stderr) == ("1\nset()\n", "")


@pytest.mark.parametrize(
    "module", ["recognizer", "recognizer.document.session", "recognizer.commands.main"]
)
def test_pygame_is_needed_by_the_board_only(module: str) -> None:
    done = run_python("-c", f"import sys; sys.modules['pygame'] = None; import {module}")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_command_line_loads_what_it_needs_only_when_asked() -> None:
    code = (
        "import sys, recognizer.commands.main\n"
        "ours = {'recognizer.network.classifier', 'recognizer.sums'}\n"
        "print({'ai_edge_litert', 'flask', 'pygame', *ours} & set(sys.modules))"
    )
    assert run_python("-c", code).stdout == "set()\n"


def test_every_public_name_is_there_once() -> None:
    assert len(recognizer.__all__) == len(set(recognizer.__all__))
    assert all(hasattr(recognizer, name) for name in recognizer.__all__)


def test_every_error_is_public() -> None:
    kinds = {name for name in vars(recognizer.errors) if name.endswith("Error")}
    assert kinds <= set(recognizer.__all__)
