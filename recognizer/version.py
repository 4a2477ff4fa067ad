"""The version of the package, alone in a module so that setup.cfg can read it without imports."""

__version__ = "0.1.0"
