# make run   sets everything up where it is not yet, then starts the panel
# make test  the same set-up with the development extras, then every check and test
# make lint  the checks alone
# make benchmark  every benchmark, on the samples and on the data sets in DATA (a folder), into the READMEs' table
# make clean takes the virtual environment and caches away; models, documents and calls stay

PYTHON ?= python3
CALLDESK_HOME ?= .calldesk
CALLDESK_TEST_MODELS ?= $(abspath $(CALLDESK_HOME))/models
VENV := .venv
BIN := $(VENV)/bin
IN_HOME := CALLDESK_HOME="$(CALLDESK_HOME)"
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check -c requirements.lock

.PHONY: run test lint benchmark clean
.DELETE_ON_ERROR:

run: $(VENV)/.installed
	@$(IN_HOME) $(BIN)/calldesk setup
	@$(IN_HOME) $(BIN)/calldesk serve

# A model that cannot be had is said in a line; the tests that need it are then skipped with the reason.
test: $(VENV)/.installed-dev
	@$(IN_HOME) $(BIN)/calldesk models pull || true
	@$(IN_HOME) $(BIN)/calldesk models pull vosk-ko || true
	$(MAKE) --no-print-directory lint
	CALLDESK_TEST_MODELS="$(CALLDESK_TEST_MODELS)" $(BIN)/python -m pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

benchmark: $(VENV)/.installed
	@$(IN_HOME) $(BIN)/calldesk setup
	@$(IN_HOME) $(BIN)/calldesk eval suite $(if $(DATA),--data "$(DATA)")

clean:
	rm -rf $(VENV) *.egg-info .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "calldesk needs Python 3.11 or newer: install it, or name it, as in: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "The virtual environment could not be made: install Python's venv module (Debian: python3-venv)." >&2; exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml requirements.lock
	$(INSTALL) -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.made pyproject.toml requirements.lock
	$(INSTALL) -e '.[dev]'
	@touch $@ $(VENV)/.installed
