# Needs Python 3.11 or newer, make and git; everything else goes into .venv. "make help" lists the targets.

PYTHON ?= $(shell for p in python3.11 python3 python3.13 python3.12; do \
	$$p -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
JOBS ?= auto
BIN := .venv/bin
SOURCES := $(shell find src -type f -not -path '*/__pycache__/*' -not -path '*.egg-info/*' -not -path '*/.*')

# constraints.txt holds for CPython 3.11 on Linux; elsewhere pip chooses by pyproject.toml alone.
PINS = $$($(BIN)/python -c 'import sys; print("-c constraints.txt" if sys.version_info[:2] == (3, 11) and sys.platform == "linux" else "")')

.PHONY: help demo test check fresh bench install dev lint types generated constraints

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null || grep '##' Makefile

demo: .venv/.installed ## installs, builds the invented world into demo.archive, shows what to do with it and opens it in the browser
	@if [ -e demo.archive/issuers/xkv-mfa.yaml ]; then echo "removing the former demo.archive"; rm -rf demo.archive; fi
	@$(BIN)/communique --archive demo.archive demo
	@echo; echo "communique lies in $(BIN) here; to call it by its name:  . $(BIN)/activate"
	@if [ -t 1 ]; then echo "The archive is open at this address until you press Ctrl-C:"; \
	$(BIN)/communique --archive demo.archive serve --port 0 --open; \
	else echo "Open it in the browser:  $(BIN)/communique --archive demo.archive serve"; fi

test: lint types generated ## everything that CI checks: format, lint, types, generated files, tests, quality floors, documentation
	@scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; PYTEST_DEBUG_TEMPROOT="$$scratch" $(BIN)/pytest -n $(JOBS)

check: lint types ## the fast part of it, for every commit
	@scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	PYTEST_DEBUG_TEMPROOT="$$scratch" $(BIN)/pytest -x -n $(JOBS) tests/ground tests/search tests/comparison

fresh: ## what a newcomer meets: a clone of HEAD in an empty home, demo and test, the time and size of the base install
	@.ci/fresh

bench: .venv/.dev ## the benchmarks in short form; docs/explanation/measurements.md says how to run them in full
	$(BIN)/python benchmarks/extract.py
	$(BIN)/python benchmarks/ingest.py pages --count 60
	$(BIN)/python benchmarks/ingest.py rows --count 5000
	$(BIN)/python benchmarks/search.py --docs 5000 --queries 10
	$(BIN)/python benchmarks/crash.py --kills 3 --documents 300
	@scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; $(BIN)/python benchmarks/serve.py "$$scratch/a.archive" --make 2000 --seconds 4

install: .venv/.installed ## only installs, as a user would

dev: .venv/.dev ## only installs what development needs

lint: .venv/.dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check

types: .venv/.dev
	$(BIN)/mypy

generated: .venv/.dev
	$(BIN)/python tools/world/build.py --check
	$(BIN)/python tools/hijri.py --check
	$(BIN)/python tools/months.py --check
	$(BIN)/python tools/reference/build.py --check

constraints: ## writes constraints.txt anew from the newest versions that pyproject.toml allows
	.ci/constraints "$(PYTHON)"

.venv/.python:
	@test -n "$(PYTHON)" || { echo "Communiqué needs Python 3.11 or newer with venv (Debian: apt-get install python3-venv)." >&2; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

# A plain installation; where the development one is there already, it serves as well.
.venv/.installed: .venv/.python pyproject.toml constraints.txt $(SOURCES)
	@if [ -e .venv/.dev ]; then $(MAKE) --no-print-directory .venv/.dev; else \
	echo "installing into .venv (about a minute)"; rm -rf build; $(BIN)/pip install -qq $(PINS) .; rm -rf build; fi
	@touch $@

.venv/.dev: .venv/.python pyproject.toml constraints.txt
	@echo "installing what development needs into .venv"
	@$(BIN)/pip install -qq $(PINS) -e '.[dev]'
	@touch $@
