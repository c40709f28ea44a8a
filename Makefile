# Foedus: every task of the project, from a fresh clone with Python 3.11 or newer and make.
# `make` alone lists them. Choose a Python with `make PYTHON=/path/to/python3 test`.

PYTHON ?= $(shell for each in python3.13 python3.12 python3.11 python3; do \
	$$each -c '$(FITS)' >/dev/null 2>&1 && { command -v $$each; break; }; done)
JOBS ?= 2
COVERED := record law proceedings
LEAST := 95
DATA ?= ../shared/data

FITS := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check --constraint constraints.txt
CORE := $(VENV)/.set-up-core
DEV := $(VENV)/.set-up-dev

.DEFAULT_GOAL := help
.PHONY: help demo test lint types layers docs units bench figures literature record posterior ablation bayes format long clean

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(CORE) ## set up, then replay the request of Kazakhstan of January 2022
	@$(BIN)/foedus replay csto-kazakhstan-2022

test: lint types layers docs units ## set up, then check everything: style, types, layers, pages, tests, coverage

lint: $(DEV) ## style: ruff check and ruff format --check
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(DEV) ## types: mypy, strict
	$(PY) -m mypy

layers: $(DEV) ## layers: who may import whom
	$(BIN)/lint-imports --no-logo

docs: $(DEV) ## pages: build docs/_build/html, every warning an error, and run their examples
	$(PY) -m sphinx -E -W -n -q -b html docs docs/_build/html
	$(PY) -m sphinx -E -W -n -q -b doctest docs docs/_build/doctest

units: $(DEV) ## tests and the examples in docstrings, with the coverage of record, law and proceedings
	$(PY) -m pytest -n $(JOBS) --doctest-modules -m far tests src research
	$(PY) -m pytest -n $(JOBS) --doctest-modules -m 'not far' --cov --cov-branch --cov-report= tests src research
	@failed=0; for part in $(COVERED); do \
	    printf '%-12s' "$$part"; \
	    $(PY) -m coverage report --format=total --include="src/foedus/$$part/*" --fail-under=$(LEAST) \
	    || { failed=1; $(PY) -m coverage report --show-missing --skip-covered --include="src/foedus/$$part/*" || true; }; \
	done; \
	[ $$failed = 0 ] && echo "coverage of lines and branches, in per cent; at least $(LEAST) wanted: reached" \
	|| { echo "coverage of lines and branches, in per cent; at least $(LEAST) wanted: NOT reached" >&2; exit 1; }

bench: $(DEV) ## install the extra bench, and measure how fast it is
	@$(PIP) --no-build-isolation --editable '.[dev,docs,simulation,cluster,sensitivity,charts,bench]'
	$(PY) -m benchmarks.run

figures: $(DEV) ## compute the figures of states anew from published data: make figures DATA=folder
	$(PY) -m research.figures --data '$(DATA)'
	$(PY) -m research.crises --data '$(DATA)'

literature: $(DEV) ## compute the page on the literature anew from DATA, a folder of third-party data (none: the casebook's rates alone)
	$(PY) -m research.literature $(if $(DATA),'$(DATA)')

record: $(DEV) ## compute how the models did on cases not seen, and the pages that say so (half a minute)
	$(PY) -m research.record

posterior: $(DEV) ## learn the parameters of simulated worlds anew from the casebooks
	$(PY) -m research.posterior

ablation: $(DEV) ## compute anew what each part of the features adds to the estimates
	$(PY) -m research.ablation

bayes: $(DEV) ## install the extra bayes, sample the models in full and compare (some minutes)
	@$(PIP) --no-build-isolation --editable '.[dev,docs,bayes]'
	$(PY) -m research.full_bayes
	$(PY) -m pytest -n 0 tests/unit/test_full_bayes.py

format: $(DEV) ## put the code in order: ruff's safe corrections and its format
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

long: $(DEV) ## at length: 10,000 inputs to each property, 200,000 worlds, and what takes minutes
	FOEDUS_PROFILE=long $(PY) -m pytest -n $(JOBS) -m 'hypothesis or long' tests
	FOEDUS_PROFILE=long $(PY) -m pytest -n $(JOBS) tests/properties/test_worlds_differential.py

clean: ## remove all that make has made, .venv included
	rm -rf $(VENV) build dist docs/_build docs/reference/generated htmlcov .coverage .coverage.* \
	    .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name .git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made once; a stamp that is older than pyproject.toml or constraints.txt brings it up to date.
$(PY):
	@python='$(PYTHON)'; \
	if [ -z "$$python" ] || ! "$$python" -c '$(FITS)' >/dev/null 2>&1; then \
	    echo "make: no Python 3.11 or newer that can make a virtual environment was found" \
	         "(tried: $${python:-python3.13, python3.12, python3.11, python3})." >&2; \
	    echo "Install one (on Debian and Ubuntu: apt install python3 python3-venv)," \
	         "or name one: make PYTHON=/path/to/python3" >&2; \
	    exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$python" --version)"; \
	"$$python" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(CORE): pyproject.toml constraints.txt | $(PY)
	@echo "Setting up Foedus in $(VENV) (once; about a minute)"
	@$(PIP) hatchling editables
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(PY)
	@echo "Setting up Foedus and what its tests and pages need in $(VENV) (once; about two minutes)"
	@$(PIP) hatchling editables
	@$(PIP) --no-build-isolation --editable '.[dev,docs,simulation,cluster,sensitivity,charts]'
	@touch $@ $(CORE)
