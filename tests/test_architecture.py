from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from making import run_python

import recognizer

PACKAGE = Path(recognizer.__file__).resolve().parent

LAYERS = (
    ("errors", "version", "resources", "quiet", "windowsize", "regularfile", "disk"),
    ("places", "atomicfile", "systempackages"),
    ("ink", "inkfile"),
    ("raster", "hits", "geometry", "preprocess", "strokewidth"),
    ("picturefile", "picture", "blobs", "rules", "pageink", "tracing"),
    ("modelcard", "network", "modeltrial", "adaptation", "classifier", "saliency"),
    ("lessons", "learning"),
    ("neighbors", "segment", "reading"),
    ("numberreader", "picturereader"),
    ("reader",),
    (
        *("corrections", "history", "settings", "journal", "slots", "autosave", "profiles"),
        "reconcile",
        *("boardfiles", "insight", "faults"),
    ),
    ("overruling", "session", "worker", "wording", "console", "record", "profilecommand"),
    ("doctor", "desktopentry"),
    ("cli", "files", "board", "web"),
    ("training",),
    ("__init__", "__main__"),
)
"""A module may import what stands above it, and in its own row what stands before it."""

ORDER = [module for layer in LAYERS for module in layer]
SHELLS = {"files", "board", "web"}
"""What cli imports only when it is asked for."""

THIRD_PARTY = {
    "ai_edge_litert": {"network"},
    "cv2": {
        *("raster", "preprocess", "picture", "saliency", "history", "autosave", "boardfiles"),
        *("board", "files", "training", "pageink", "rules", "blobs", "picturereader"),
        *("strokewidth", "tracing", "web"),
    },
    "filelock": {"slots", "autosave", "profiles", "reconcile"},
    "flask": {"web"},
    "flask_compress": {"web"},
    "keras": {"training"},
    "matplotlib": {"training"},
    "platformdirs": {"places"},
    "pygame": {"board"},
    "sklearn": {"training"},
    "tensorflow": {"training"},
    "tqdm": {"files"},
    "tomli_w": {"settings"},
    "waitress": {"web"},
}
"""Which modules may import a large library."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module with the name of the part of the package to which it belongs."""
    for path in sorted(PACKAGE.rglob("*.py")):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        yield part, ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the full names of the modules that `tree` imports, wherever it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parts_imported(tree: ast.AST) -> set[str]:
    """Return the parts of the package that `tree` imports; "" for the package itself."""
    names = (name.split(".") for name in imported(tree))
    own = ((*name[1:], "")[0] for name in names if name[0] == "recognizer")
    return {name if name in FOUND else "" for name in own}


def without_functions(tree: ast.Module) -> ast.Module:
    """Return what of a module runs when it is imported."""
    return ast.Module([node for node in tree.body if not isinstance(node, ast.FunctionDef)], [])


SOURCES = list(sources())
FOUND = {part for part, _ in SOURCES}


def test_every_module_has_its_place_in_the_layers() -> None:
    assert set(ORDER) >= FOUND


def test_no_module_has_two_places() -> None:
    assert len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize("part", sorted(FOUND - {"cli"}))
def test_imports_run_one_way(part: str) -> None:
    allowed = {*ORDER[: ORDER.index(part)], part}
    for tree in (tree for name, tree in SOURCES if name == part):
        assert parts_imported(tree) <= allowed


def test_the_command_line_imports_its_shells_only_inside_functions() -> None:
    (tree,) = (tree for name, tree in SOURCES if name == "cli")
    above = set(ORDER[: ORDER.index("cli")])
    assert parts_imported(without_functions(tree)) <= above
    assert parts_imported(tree) <= above | SHELLS


def test_no_module_imports_the_public_face() -> None:
    assert [part for part, tree in SOURCES if "" in parts_imported(tree)] == []


def test_training_is_imported_by_nothing_else() -> None:
    users = {part for part, tree in SOURCES if "training" in parts_imported(tree)}
    assert users <= {"training"}


def test_training_knows_no_shell() -> None:
    trees = [tree for part, tree in SOURCES if part == "training"]
    assert not set().union(*map(parts_imported, trees)) & {"cli", *SHELLS}


def test_board_files_and_web_never_see_each_other() -> None:
    seen = {(part, other) for part, tree in SOURCES for other in parts_imported(tree)}
    shells = [shell for shell in SHELLS if shell != "cli"]
    assert not seen & {(one, other) for one in shells for other in shells if one != other}


@pytest.mark.parametrize("library", THIRD_PARTY)
def test_a_large_library_is_imported_only_where_it_belongs(library: str) -> None:
    users = {
        part for part, tree in SOURCES if library in {name.split(".")[0] for name in imported(tree)}
    }
    assert users <= THIRD_PARTY[library]


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
        "print({'ai_edge_litert', 'flask', 'pygame'} & set(sys.modules))"
    )
    assert run_python("-c", code).stdout == "set()\n"


def test_every_public_name_is_there_once() -> None:
    assert len(recognizer.__all__) == len(set(recognizer.__all__))
    assert all(hasattr(recognizer, name) for name in recognizer.__all__)


def test_every_error_is_public() -> None:
    kinds = {name for name in vars(recognizer.errors) if name.endswith("Error")}
    assert kinds <= set(recognizer.__all__)
