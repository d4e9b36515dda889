# make run: environment, build, check, and a first look. make test: all tests.
PYTHON ?= python3
VENV := .venv
ELCHI := $(VENV)/bin/elchi
PIP := $(VENV)/bin/python -m pip --quiet --disable-pip-version-check

.PHONY: run test check-code lock bench clean

run: $(VENV)/.installed
	$(ELCHI) build
	$(ELCHI) check
	$(ELCHI) tour

test: $(VENV)/.tested check-code
	$(VENV)/bin/python -m pytest

check-code: $(VENV)/.tested
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

bench: $(VENV)/.tested
	$(VENV)/bin/python bench/speed.py

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml requirements.lock | $(VENV)/bin/python
	$(PIP) install --constraint requirements.lock --editable .
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(PIP) install --constraint requirements.lock --editable '.[dev]'
	touch $@

# Written again after a change of dependencies in pyproject.toml.
lock:
	rm -rf $(VENV)/lock
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip --quiet install --editable '.[dev]'
	$(VENV)/lock/bin/python -m pip freeze --exclude-editable --exclude elchi > requirements.lock
	rm -rf $(VENV)/lock

clean:
	rm -rf $(VENV) build
