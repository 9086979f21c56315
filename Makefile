# Two commands on a fresh machine: `make demo` and `make test`.  They need Python >= 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: demo test test-long lint format documents clean

demo: $(STAMP)  ## crawl the built-in magazine into ./demo-archive
	$(BIN)/newsspider demo

test: $(DEV_STAMP)  ## every test that fits in a few minutes
	$(BIN)/python -m pytest -m "not long" -n 2

test-long: $(DEV_STAMP)  ## kills, soak, large archives
	$(BIN)/python -m pytest -m long

lint: $(DEV_STAMP)  ## style, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEV_STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

documents: $(DEV_STAMP)  ## run the commands that README and CONTRIBUTING show, and write down what they print
	PYTHONPATH=tests $(BIN)/python -m support.documents

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newsspider needs Python 3.11 or newer, this is " + sys.version.split()[0])'
	@echo "Setting up $(VENV) (a minute or two, once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --editable '.[browse]'
	@touch $@

$(DEV_STAMP): $(STAMP)
	@echo "Installing the tools for tests ..."
	@$(BIN)/python -m pip install --quiet --editable '.[browse,notify,parquet,prometheus,dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis demo-archive
