# make run: environment, build, check, and a first look. make test: all tests.
PYTHON ?= python3
VENV := .venv
ELCHI := $(VENV)/bin/elchi
PIP := $(VENV)/bin/python -m pip --quiet --disable-pip-version-check

.PHONY: run test check-code lock bench clean

run: $(VENV)/.installed
	$(ELCHI) build
	$(ELCHI) check
	$(ELCHI) export ttl -o build/chronicle.ttl
	$(ELCHI) export trig -o build/chronicle.trig
	$(ELCHI) export jsonld -o build/chronicle.jsonld
	$(ELCHI) export csv -o build/tables.zip
	$(ELCHI) export gexf -o build/chronicle.gexf
	$(ELCHI) export bib -o build/sources.bib
	$(ELCHI) export svg -o build/acts.svg
	$(ELCHI) export ontology -o build/ontology.html
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
	$(VENV)/bin/python -m compileall -q src
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
