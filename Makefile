# make run: the board.  make serve: the page.  make test: the tests.  make check: lint and types.
# Everything goes into .venv; what is already there is not done again.

PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
# A process for each core, up to 4, each with whole files: what the tests of a file share is made once.
SPREAD := -n logical --maxprocesses 4 --dist loadfile

.PHONY: run serve test test-all test-app check format fuzz doctor system-packages package lock clean help

help:
	@echo "make run     open the board (make run ARGS='--windowed 1280x800' in a window)"
	@echo "make serve   show the page to draw on in the browser"
	@echo "make doctor  say what is missing on this machine, and what to do"
	@echo "make test    run the tests (installs TensorFlow)"
	@echo "make test-all   those that take long, too"
	@echo "make test-app   only those that need no TensorFlow, which is not installed"
	@echo "make check   lint and types"
	@echo "make fuzz    give all that is read damaged input (make fuzz ARGS='--count 100000')"
	@echo "make system-packages   install what some tests need beside Python (or say how)"

# Call it with what is about to run: .venv is then ready for it. By the Python that was named, or the
# usual one, or, where that is too old, the one in .venv, which was new enough once.
NAMED := $(if $(filter-out file,$(origin PYTHON)),--python "$(PYTHON)")
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 10))
define ready
@for python in "$(PYTHON)" $(BIN)/python; do \
	"$$python" -c '$(NEW_ENOUGH)' 2>/dev/null && exec "$$python" scripts/environment.py $(1) $(NAMED); \
done; \
echo "==> Python 3.10 or newer is needed; install it, or name it with make PYTHON=..." >&2; exit 1
endef

run:
	$(call ready,app)
	@echo "==> Opening the board (H shows the keys, Esc quits)"
	@$(BIN)/python -m recognizer $(ARGS)

serve:
	$(call ready,web)
	@$(BIN)/python -m recognizer serve --open $(ARGS)

doctor:
	$(call ready,app)
	@$(BIN)/python -m recognizer doctor $(ARGS)

test:
	$(call ready,test)
	@$(BIN)/python scripts/system_packages.py --offer
	@echo "==> Running the tests, but for the slow ones (make test-all)"
	@$(BIN)/python -m pytest $(SPREAD) -m "not slow" $(ARGS)

test-all:
	$(call ready,test)
	@$(BIN)/python scripts/system_packages.py --offer
	@echo "==> Running all tests"
	@$(BIN)/python -m pytest $(SPREAD) $(ARGS)

test-app:
	$(call ready,dev)
	@$(BIN)/python scripts/system_packages.py --offer
	@echo "==> Running the tests that need no TensorFlow"
	@$(BIN)/python -m pytest $(SPREAD) -m "not tensorflow and not slow" $(ARGS)

check:
	$(call ready,dev)
	@echo "==> Lint and types"
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m mypy

format:
	$(call ready,dev)
	@$(BIN)/python -m ruff check --fix .
	@$(BIN)/python -m ruff format .

package:
	$(call ready,dev)
	@rm -rf build dist
	@echo "==> Building and checking dist/"
	@$(BIN)/python -m build --quiet
	@$(BIN)/python -m twine check --strict dist/*

# The newest of everything: make lock ARGS=--upgrade
lock: export UV_CUSTOM_COMPILE_COMMAND = make lock
lock:
	$(call ready,dev)
	@for extra in dev test; do \
		echo "==> Locking requirements/$$extra.txt"; \
		$(BIN)/python -m uv pip compile --quiet --universal --python-version 3.10 --generate-hashes \
			--constraint requirements/limits.txt --extra $$extra setup.cfg \
			--output-file requirements/$$extra.txt $(ARGS) || exit; \
	done

# Atheris has wheels for some systems and some versions of Python only.
fuzz:
	$(call ready,web)
	@$(BIN)/python -c 'import atheris' 2>/dev/null \
		|| $(BIN)/python -m pip install --quiet --only-binary :all: atheris 2>/dev/null \
		|| echo "==> No Atheris for this Python: damage is blind"
	@echo "==> Fuzzing"
	@$(BIN)/python scripts/fuzz.py $(ARGS)

system-packages:
	@$(PYTHON) scripts/system_packages.py --install

clean:
	rm -rf .venv .venv.old build dist *.egg-info
