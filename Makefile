# The commands of this repository; `make help` lists them. Needs Python 3.11 (or 3.12) with pip, and make; nothing else.
#
# The environment is .venv, filled from the locks with hashes. A stamp named after the locks, pyproject.toml and the
# interpreter says what it holds, so nothing is installed twice and a changed lock is installed at the next command.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
export TONGHOP_HOME ?= $(CURDIR)/var

BIN := $(VENV)/bin
STAMP_OF := import hashlib, pathlib, sys; \
	digest = hashlib.sha256(b"".join(pathlib.Path(name).read_bytes() for name in sys.argv[1:])).hexdigest()[:16]; \
	print("py%d.%d-" % sys.version_info[:2] + digest)
RUN_STAMP := $(VENV)/.holds-run-$(shell $(PYTHON) -c '$(STAMP_OF)' pyproject.toml requirements/run.txt 2>/dev/null)
DEV_STAMP := $(VENV)/.holds-dev-$(shell $(PYTHON) -c '$(STAMP_OF)' pyproject.toml requirements/run.txt requirements/dev.txt 2>/dev/null)

# Extras stay in the locks: without them older pips (as in Python 3.11 itself) refuse gql[requests] as not pinned.
PIP_COMPILE := $(BIN)/pip-compile --quiet --no-config --generate-hashes --allow-unsafe --no-strip-extras --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links $(UPGRADE)

# A file's tests stay together and the longest groups begin first: tests/conftest.py says which.
SIDE_BY_SIDE := --numprocesses auto --dist loadscope --no-loadscope-reorder

# The file format and SQL that analysts are promised are those of the locked DuckDB; this keeps the door to the next one open.
# The second environment holds that DuckDB alone and takes all else from the first one.
NEXT_DUCKDB ?= 2.0.0
NEXT_VENV ?= .venv-duckdb-next
NEXT_TESTS := tests/pipelines/build tests/pipelines/publish tests/pipelines/refresh tests/pipelines/report tests/pipelines/steward \
	tests/properties tests/faults

.DEFAULT_GOAL := setup
.DELETE_ON_ERROR:
.PHONY: help setup setup-dev run test test-long test-duckdb-next coverage lint format bench accuracy ui docs lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile
	@echo '  Data lie in TONGHOP_HOME ($(TONGHOP_HOME)). PYTHON=... chooses the interpreter, VENV=... the environment.'

setup: $(RUN_STAMP) ## the environment that runs tonghop, in .venv
	@echo 'tonghop: ready. make run shows the demonstration, make help lists the rest'

setup-dev: $(DEV_STAMP) ## the same, with what test, lint and bench need

run: $(RUN_STAMP) ## write the demonstration inbox, refresh, print the headline
	@$(BIN)/tonghop demo

test: $(DEV_STAMP) ## the tests, but for those that take minutes (TESTS=path for some)
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(TESTS)

test-duckdb-next: $(DEV_STAMP) ## what touches DuckDB, on the next release of it, in a second environment (TESTS=path for others)
	@$(PYTHON) -m venv '$(NEXT_VENV)'
	@$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > "$$($(NEXT_VENV)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/zz-of-tonghop.pth"
	@$(NEXT_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps 'duckdb==$(NEXT_DUCKDB)'
	@$(NEXT_VENV)/bin/python -c 'import duckdb; print("tonghop: the tests run on DuckDB", duckdb.__version__)'
	@$(NEXT_VENV)/bin/python -m pytest $(SIDE_BY_SIDE) $(or $(TESTS),$(NEXT_TESTS))

test-long: $(DEV_STAMP) ## the tests that take minutes: killed refreshes, broken disks, random histories
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) -m long $(TESTS)

coverage: $(DEV_STAMP) ## the same, then the lines of pipelines and schemas that no test ran; takes half as long again
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) --cov --cov-report=term:skip-covered $(TESTS)

lint: $(DEV_STAMP) ## ruff (rules and format) and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(DEV_STAMP) ## format the code and mend what ruff can mend
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

bench: $(DEV_STAMP) ## the benchmarks as one table (BENCH=name for some)
	@$(BIN)/python -m benchmarks $(BENCH)

accuracy: $(DEV_STAMP) ## how much of random national days is read right (SEEDS=100, FORMATS=xlsx,csv for some)
	@$(BIN)/python -m benchmarks.accuracy $(if $(SEEDS),seeds=$(SEEDS)) $(if $(FORMATS),formats=$(FORMATS)) $(ACCURACY)

ui: $(RUN_STAMP) ## Dagster's UI and daemon on 127.0.0.1:3000
	@$(BIN)/tonghop ui

docs: $(RUN_STAMP) ## docs/contract.sql and docs/dictionary.md again, from the schemas
	@$(BIN)/tonghop docs

lock: $(DEV_STAMP) ## resolve the locks again (UPGRADE=--upgrade for newer releases); takes minutes
	@echo 'tonghop: resolving requirements/run.txt'
	@$(PIP_COMPILE) --output-file requirements/run.txt pyproject.toml requirements/build.in
	@echo 'tonghop: resolving requirements/dev.txt'
	@$(PIP_COMPILE) --output-file requirements/dev.txt --extra dev --constraint requirements/run.txt pyproject.toml requirements/build.in
	@if grep -nE '://|^ *--(index|extra-index|find-links|trusted)' requirements/*.txt; then echo 'tonghop: a lock names an address' >&2; exit 1; fi

clean: ## remove the environment and every cache; data in TONGHOP_HOME stay
	@rm -rf $(VENV) $(NEXT_VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov build dist benchmarks/out
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_STAMP):
	@sh requirements/install.sh '$(PYTHON)' '$(VENV)' requirements/run.txt
	@touch $@

# The dev lock holds the run lock's packages at the same versions: one environment serves both.
$(DEV_STAMP):
	@sh requirements/install.sh '$(PYTHON)' '$(VENV)' requirements/dev.txt
	@touch $@ $(RUN_STAMP)
