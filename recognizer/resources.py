"""The one place that finds ``models/`` and ``assets/``: in a checkout and in an installed wheel.

In a wheel both folders lie inside the package; in a checkout (also one installed with
``pip install -e``) they lie beside it, because ``package_dir`` in setup.cfg maps them.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def models_dir() -> Path:
    """Return the folder of the shipped model files."""
    return _find("models")


def asset(name: str) -> Path:
    """Return the path of the file `name` in ``assets/``."""
    return _find("assets") / name


def _find(folder: str) -> Path:
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder
