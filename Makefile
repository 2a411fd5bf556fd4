# Every task of the project. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
# Bytecode is kept, whatever the shell says: the tests start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
FUZZ_SECONDS ?= 600
UPGRADE ?=
RECORD ?=

bin := .venv/bin
pip_install := $(bin)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
# What mypy and ruff read; a folder that is not there yet is left out.
code := $(wildcard src tests benchmarks campaigns fuzz docs/*.py)
# A plugin that only `make api-fuzz` could use costs every test process a second.
pytest := $(bin)/python -m pytest -p no:schemathesis
# The tests in three parts, by folder, so that each process looks for its own part only. The unit
# tests of domain and codecs alone hold the coverage gate: nothing else is slowed by measuring.
gated := tests/unit/domain tests/unit/codecs
browser := tests/browser
others := tests $(gated:%=--ignore=%) $(browser:%=--ignore=%)
coverage := --cov=src/tipline/domain --cov=src/tipline/codecs --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100
lock := .venv/lock/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
  --no-header --no-emit-index-url --no-emit-find-links --annotation-style line $(UPGRADE)

.PHONY: help
help: ## list the tasks
	@sed -nE 's/^([a-z][a-z-]*):[^#]*## (.*)$$/\1\t\2/p' Makefile | while IFS=$$'\t' read -r name text; do \
	  printf '  make %-15s %s\n' "$$name" "$$text"; done

.PHONY: setup
setup: .venv/.ready .venv/.assets ## make .venv with the pinned tools and the project in it

.venv/.ready: requirements/dev.txt pyproject.toml
	@[ -x $(bin)/python ] || $(PYTHON) -m venv .venv
	@echo 'Installing the pinned packages into .venv'
	@$(pip_install) -r requirements/dev.txt
	@$(bin)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: assets
assets: .venv/.assets ## build what the pages look like, from frontend/

.venv/.assets: .venv/.ready $(wildcard frontend/*.js frontend/*.json frontend/*.scss frontend/*.svg)
	@echo 'Building the look of the pages'
	@PATH="$(CURDIR)/$(bin):$$PATH"; cd frontend; npm ci --silent --ignore-scripts --omit=optional; \
	  node build.js ../src/tipline/doors/theme/static; \
	  node fonts.js ../src/tipline/codecs/printable/fonts
	@touch $@

.PHONY: serve
serve: setup ## run a hotline in ./tipline-data, filled with made-up reports the first time
	$(bin)/tipline serve --demo

.PHONY: check
check: lint ## everything quick: format, lint, types, arrows, unit tests (under a minute)
	$(pytest) tests/unit -q -x -m 'not spark'

.PHONY: lint
lint: setup ## format, lint, types and arrows, without tests
	$(bin)/ruff format --check $(code)
	$(bin)/ruff check $(code)
	$(bin)/mypy $(code)
	$(bin)/lint-imports

.PHONY: fix
fix: setup ## let ruff format the code and mend what it can
	$(bin)/ruff format $(code)
	$(bin)/ruff check --fix $(code)

.PHONY: test
test: setup ## all tests but the browser and Spark ones, with the coverage gate
	$(pytest) -n 2 --dist worksteal $(gated) $(coverage)
	$(pytest) -n 4 --dist worksteal -m 'not spark' $(others)

.PHONY: test-full
test-full: setup ## every test there is; installs Chromium and Java where they are missing
	@missing=''; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v java >/dev/null || missing="$$missing openjdk-17-jre-headless"; \
	command -v cc >/dev/null || missing="$$missing gcc libc6-dev"; \
	if [ -n "$$missing" ]; then \
	  as_root=''; [ "$$(id -u)" -eq 0 ] || as_root='sudo'; \
	  if ! command -v apt-get >/dev/null || { [ -n "$$as_root" ] && ! command -v sudo >/dev/null; }; then \
	    echo "test-full needs these programs; please install them first:$$missing" >&2; exit 1; \
	  fi; \
	  echo "Installing$$missing"; \
	  $$as_root apt-get -qq update; \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $$missing >/dev/null; \
	fi
	@# Otherwise all processes of the first run would compile the same files at the same time.
	@$(bin)/python -m compileall -q -j 0 src tests campaigns
	$(pytest) -n 2 --dist worksteal $(gated) $(coverage)
	@# In a run of its own: the browser's driver keeps an event loop in its process.
	$(pytest) -n 3 --dist worksteal $(browser)
	@# Four processes on two processors: many tests wait for processes of their own.
	$(pytest) -n 4 --dist worksteal $(others)

.PHONY: golden
golden: setup ## rebuild the golden files under tests/golden
	$(bin)/python -m tests.golden.rebuild

.PHONY: bench
bench: .venv/.bench ## measure intake, linking, filing, referral and the codecs; the exit status says whether a target was missed
	@status=0; \
	$(bin)/python -m benchmarks.intake || status=$$?; \
	$(bin)/python -m benchmarks.linking || status=$$?; \
	$(bin)/python -m benchmarks.linking.labelled || status=$$?; \
	$(bin)/python -m benchmarks.filing || status=$$?; \
	$(bin)/python -m benchmarks.referral || status=$$?; \
	$(bin)/python -m benchmarks.codec || status=$$?; \
	exit $$status

.PHONY: bench-long
bench-long: .venv/.bench ## intake on ten million reports, memory over a million; filing 100,000 (an hour, 20 GB)
	$(bin)/python -m benchmarks.intake --filled 10000000 --over 1000000
	$(bin)/python -m benchmarks.filing --part memory

.PHONY: bench-linking
bench-linking: .venv/.bench ## linking with 10 and 36 million reports (two hours, 20 GB of disk; RECORD=--record)
	$(bin)/python -m benchmarks.linking --full --spark $(RECORD)

.PHONY: bench-public
bench-public: setup ## flood the public door with 50, 100 and 200 times its normal load (RECORD=--record)
	$(bin)/python -m benchmarks.public $(RECORD)

.venv/.bench: requirements/bench.txt .venv/.ready
	@$(pip_install) -r requirements/bench.txt
	@touch $@

.PHONY: fuzz
fuzz: .venv/.fuzz ## fuzz the decoders for FUZZ_SECONDS (600)
	$(bin)/python -m fuzz.decode -max_total_time=$(FUZZ_SECONDS)

.venv/.fuzz: requirements/fuzz.txt .venv/.ready
	@$(pip_install) -r requirements/fuzz.txt
	@touch $@

.PHONY: faults
faults: setup ## kill a hotline's processes 300 times under load, on both databases (RECORD=--record)
	$(bin)/python -m campaigns.faults --database sqlite $(RECORD)
	$(bin)/python -m campaigns.faults --database postgresql $(RECORD)

.PHONY: disk-faults
disk-faults: setup ## let the disk fill up and fail under a running hotline
	$(bin)/python -m campaigns.disk $(RECORD)

.PHONY: mutate-routing
mutate-routing: setup ## change the routing rules' code at every place, and see which changes no test notices (2 minutes)
	$(bin)/python -m campaigns.mutation

.PHONY: filing-faults
filing-faults: setup ## file under every fault, killed at every line, with the sandbox and both databases (an hour)
	$(bin)/python -m campaigns.filing --peer sandbox $(RECORD)
	$(bin)/python -m campaigns.filing --peer sqlite $(RECORD)
	$(bin)/python -m campaigns.filing --peer postgresql --every 7 $(RECORD)

.PHONY: scenario
scenario: setup ## one scenario with the sandbox and with a hotline on each database: same answers?
	$(bin)/python -m campaigns.filing.scenario

.PHONY: audit-campaign
audit-campaign: setup ## tamper 1,000 times with an audit log of 100,000 entries
	$(bin)/python -m campaigns.audit $(RECORD)

.PHONY: api-fuzz
api-fuzz: setup ## ask the provider door everything, and what it cannot mean (Schemathesis, raw sockets)
	$(bin)/python -m campaigns.api $(RECORD)

.PHONY: public-campaign
public-campaign: setup ## kill a hotline while visitors fill in the form, and time known and unknown codes
	$(bin)/python -m campaigns.public.kills --database sqlite $(RECORD)
	$(bin)/python -m campaigns.public.kills --database postgresql $(RECORD)
	$(bin)/python -m campaigns.public.codes $(RECORD)

.PHONY: lock
lock: .venv/lock/.ready ## pin the requirements files anew (UPGRADE=--upgrade takes newer releases)
	$(lock) pyproject.toml -o requirements/core.txt
	$(lock) pyproject.toml --group dev --extra server --extra postgres -c requirements/core.txt -o requirements/dev.txt
	$(lock) pyproject.toml --group dev --group bench --extra server --extra postgres -c requirements/dev.txt -o requirements/bench.txt
	$(lock) pyproject.toml --group dev --group fuzz --extra server --extra postgres -c requirements/dev.txt -o requirements/fuzz.txt
	$(lock) --group lock -o requirements/lock.txt
	@if grep -nE 'https?://' requirements/*; then echo 'An address got into a requirements file.' >&2; exit 1; fi

# The locking tool lives apart, so that it is never part of what it pins.
.venv/lock/.ready: requirements/lock.txt
	@$(PYTHON) -m venv .venv/lock
	@.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements/lock.txt
	@touch $@

.PHONY: clean
clean: ## remove .venv and everything built or cached
	rm -rf .venv build dist .coverage .coverage.* htmlcov .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
