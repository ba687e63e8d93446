# `make demo` and `make test` set up what they need in .venv; nothing else is touched.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: demo test lint chaos bench clean

demo: .venv/installed
	@$(BIN)/hailuo-dsl run notebooks/demo/launch.shots

test: .venv/developed lint
	@$(BIN)/python -m pytest -n 2 --dist worksteal --ignore tests/chaos

lint: .venv/developed
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

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

clean:
	@rm -rf .venv build dist
