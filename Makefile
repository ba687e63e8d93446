# Each target sets up what it needs in .venv; nothing else is touched. (But `make test-e2e` installs
# Debian's Chromium where there is none and it may.)

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: demo test lint test-e2e chaos bench chromium clean

demo: .venv/installed
	@$(BIN)/hailuo-dsl run notebooks/demo/launch.shots

test: .venv/developed lint
	@$(BIN)/python -m pytest -n 2 --dist worksteal \
		--ignore tests/chaos --ignore tests/e2e --ignore tests/browser

lint: .venv/developed
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

test-e2e: .venv/browsed chromium
	@$(BIN)/python -m pytest -n 2 --dist worksteal tests/e2e
	@$(BIN)/python -m pytest tests/browser

chaos: .venv/developed
	@$(BIN)/python -m pytest -n 2 --dist worksteal tests/chaos

bench: .venv/developed
	@$(BIN)/python -m pytest tests/benchmarks -s

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml .ci/constraints.txt | .venv/bin/python
	@echo 'Setting up .venv (once) ...'
	@$(PIP) install --constraint .ci/constraints.txt --editable .
	@touch $@

.venv/developed: pyproject.toml .ci/constraints.txt | .venv/bin/python
	@echo 'Setting up .venv for development (once) ...'
	@$(PIP) install --constraint .ci/constraints.txt --editable '.[dev]'
	@touch $@ .venv/installed

.venv/browsed: pyproject.toml .ci/constraints.txt | .venv/bin/python
	@echo 'Setting up .venv for the tests in a browser (once) ...'
	@$(PIP) install --constraint .ci/constraints.txt --editable '.[dev,e2e]'
	@touch $@ .venv/installed .venv/developed

chromium:
	@.ci/chromium

clean:
	@rm -rf .venv build dist
