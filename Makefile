# Afterglow. `make` shows what there is. PORT, NO_BROWSER, NAME, SEED, PYTHON and WITHOUT_BROWSER may be given to it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo test test-deep check fix bench lock wheel

# Python's compiled files make every later start quicker.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONUNBUFFERED = 1

python := .venv/bin/python

help: ## show these lines
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 20

setup: ## everything for working on Afterglow: Python packages, front-end assets
	@scripts/environment dev

demo: ## five clinics and a synthetic year, on http://localhost:8000 (PORT=8001, NO_BROWSER=1)
	@scripts/environment runtime
	@exec .venv/bin/afterglow demo

test: setup ## the whole suite on both databases, with the browser journeys
	@exec $(python) scripts/run_tests.py

test-deep: setup ## the long runs, on both databases (SEED=1 repeats one)
	@exec $(python) scripts/run_tests.py --deep

check: setup ## lint, types, import laws, locks, licences, generated documents; changes nothing
	@exec $(python) scripts/check.py

fix: setup ## mend what can be mended: lint, format, generated documents
	@exec $(python) scripts/check.py --fix

bench: setup ## all benchmarks, or one (NAME=pages)
	@exec $(python) bench/run.py $(NAME)

lock: setup ## resolve the Python locks again
	@exec $(python) scripts/locks.py write

wheel: setup ## a wheel with the built assets, in dist/
	@exec $(python) -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
