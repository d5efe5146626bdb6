# "make test" and "make demo" need Python 3.11 or later and nothing else: uv comes by pip where it is missing,
# into .uv/, and what uv.lock names goes into .venv/.
SHELL := /bin/sh
PYTHON ?= python3
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .uv/bin/uv)
BIN := .venv/bin
READY := .venv/.ready
REPORTS := examples/palmyra examples/syria
SHOWN := --place Syria --at 2016-08-20 --as-of 2016-08-20

.DEFAULT_GOAL := help
.PHONY: help demo stop page picture test lint format docs clean

help:  ## Show these targets.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/'

demo: $(READY)  ## Make a record of the example reports of Syria, ask it who held Palmyra, draw its map, open its page.
	@$(BIN)/python examples/page.py stop >/dev/null
	@rm -rf build/palmyra.db build/palmyra.db.*
	@mkdir -p build
	$(BIN)/tadmor add build/palmyra.db $(REPORTS)
	@for known in 2016-03-28 2017-12-31; do for day in 2015-05-01 2015-06-01 2016-03-28 2016-12-20; do \
		echo; $(BIN)/tadmor control build/palmyra.db Palmyra --at $$day --as-of $$known; done; done
	@echo
	$(BIN)/tadmor events build/palmyra.db --place Palmyra --kind capture --since 2016-03-01 --until 2016-04-30 --ledger
	@echo
	@$(BIN)/python hatch_build.py >/dev/null 2>build/parts.log || { cat build/parts.log; \
		echo "Without them the page tells who held what in words, with no map. \"make page\" fetches them later."; }
	$(BIN)/tadmor map build/palmyra.db $(SHOWN) --output build/map.svg
	@echo
	@$(BIN)/python examples/page.py start build/palmyra.db

stop:  ## Close the page that "make demo" opened.
	@! test -x $(BIN)/python || $(BIN)/python examples/page.py stop

page: $(READY)  ## Fetch the parts of the page's map from npm's registry; a wheel brings them.
	$(BIN)/python hatch_build.py

picture: page  ## Draw the README's picture from the example reports.
	@mkdir -p build
	@rm -rf build/syria.db build/syria.db.*
	$(BIN)/tadmor add build/syria.db $(REPORTS)
	$(BIN)/tadmor map build/syria.db $(SHOWN) --output docs/map.svg

test: $(READY) lint  ## Check style and types, and run every test.
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)  ## Put all files into the project's style.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(READY)  ## Write the true output of each command into README.md and docs/.
	$(BIN)/python tests/consoles.py

clean: stop  ## Remove what make made.
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build

# The lock file names PyPI; a machine that has an index of its own tells pip, so pip is asked where uv gets nothing.
$(READY): uv.lock pyproject.toml | $(UV)
	UV_PROJECT_ENVIRONMENT=.venv $(UV) sync --frozen || { \
		$(UV) export --frozen --no-emit-project --output-file .requirements.txt >/dev/null && \
		$(PYTHON) -m venv --clear .venv && \
		$(BIN)/python -m pip install --quiet --requirement .requirements.txt && \
		$(BIN)/python -m pip install --quiet --no-deps --editable . && \
		rm -f .requirements.txt; }
	@touch $@

.uv/bin/uv:
	$(PYTHON) -m venv .uv && echo "*" > .uv/.gitignore
	.uv/bin/python -m pip install --quiet uv
