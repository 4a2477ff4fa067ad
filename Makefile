# make run: the board.  make serve: the page.  make test: the whole suite.  make check: lint and types.
# Everything goes into .venv; what is already there is not done again.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
ARGS ?=

.PHONY: run serve test test-app check format clean help

help:
	@echo "make run     open the board (make run ARGS='--windowed 1280x800' in a window)"
	@echo "make serve   show the page to draw on in the browser"
	@echo "make test    run the whole test suite (installs TensorFlow)"
	@echo "make check   lint and types"

run: $(VENV)/app.done
	@echo "==> Opening the board (H shows the keys, Esc quits)"
	@$(BIN)/recognizer $(ARGS)

serve: $(VENV)/web.done
	@$(BIN)/recognizer serve --open $(ARGS)

test: $(VENV)/test.done
	@echo "==> Running the tests"
	@$(BIN)/python -m pytest $(ARGS)

test-app: $(VENV)/test.done
	@echo "==> Running the tests that need no TensorFlow"
	@$(BIN)/python -m pytest -m "not tensorflow" $(ARGS)

check: $(VENV)/dev.done
	@echo "==> Lint and types"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(VENV)/dev.done
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist *.egg-info

# Debian's Python has no ensurepip (it is in python3-venv); its pip can fill the new environment,
# by --target, since pip knows --python only from 22.3 on.
$(VENV)/made:
	@echo "==> Making the virtual environment $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' \
		|| { echo "Python 3.10 or newer is needed; name it with make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 \
		|| { rm -rf $(VENV) && $(PYTHON) -m venv --without-pip $(VENV) \
		     && $(PYTHON) -m pip install --quiet --target \
		        "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" pip; }
	@touch $@

$(VENV)/app.done: $(VENV)/made setup.cfg pyproject.toml
	@echo "==> Installing the app (without TensorFlow; about 350 MB on disk)"
	@$(PIP) install --editable .
	@touch $@

$(VENV)/web.done: $(VENV)/app.done
	@echo "==> Installing Flask and waitress"
	@$(PIP) install --editable '.[web]'
	@touch $@

$(VENV)/test.done: $(VENV)/app.done
	@echo "==> Installing what the tests need, TensorFlow included (a few minutes the first time)"
	@$(PIP) install --editable '.[test]'
	@touch $@

$(VENV)/dev.done: $(VENV)/app.done
	@echo "==> Installing the linters"
	@$(PIP) install --editable '.[dev]'
	@touch $@
