# The portal's few commands; `make` alone lists them.
# Needs python3 3.11 or later with pip, and make. Everything else is installed into .venv.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
RUN := $(VENV)/bin/python
# The maintainer's tool, for `make lock` only.
UV ?= uv

# A process of tests for each core, with a database and a browser of its own; files stay whole.
SIDE_BY_SIDE := --numprocesses logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder

export PORT

# Settings as a public site has them, for Django's own deployment check; the key is worth nothing.
SAFE_SETTINGS := SECRET_KEY=check-only-$$($(RUN) -c "import secrets; print(secrets.token_urlsafe(50))") \
	SITE_URL=https://news.example.org ALLOWED_HOSTS=news.example.org DEBUG=0 DEMO=0

.DEFAULT_GOAL := help
.PHONY: help demo site stop test check types style template contracts trial bench lock

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | \
		sed -E 's/^([a-z]+):.*## (.*)/  make \1	\2/' | expand -t 16

demo: $(VENV)/runtime.stamp ## Start the demo newsroom at http://127.0.0.1:8000 (PORT=… for another port)
	DEMO=1 $(RUN) manage.py serve --demo

site: $(VENV)/runtime.stamp .env ## Start an empty newspaper of your own
	$(RUN) manage.py serve

stop: $(VENV)/runtime.stamp ## Stop the embedded database
	$(RUN) -m newsportal.core.embedded stop var/postgres

test: $(VENV)/development.stamp ## Run all tests (those in a browser only where Chromium is)
	$(RUN) -m pytest $(SIDE_BY_SIDE)

check: $(VENV)/development.stamp ## Run what CI runs: linters, types, contracts, migrations, all tests
	@$(MAKE) --no-print-directory --jobs 2 types style template contracts
	REQUIRE_CHROMIUM=1 $(RUN) -m pytest $(SIDE_BY_SIDE)

types:
	DEMO=1 $(VENV)/bin/mypy

style:
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	find templates -name '*.html' -print0 | xargs -0 -r $(VENV)/bin/djade --check --target-version 5.2

# What every process of tests copies its database from; otherwise they would wait for one to make it.
template:
	@PYTEST_VERSION=none DJANGO_SETTINGS_MODULE=newsportal.settings $(RUN) -m tests.template_database

contracts:
	DEMO=1 $(VENV)/bin/lint-imports
	DEMO=1 $(RUN) manage.py makemigrations --check --dry-run
	@echo "manage.py check --deploy, with the settings of a public site"
	@$(SAFE_SETTINGS) $(RUN) manage.py check --deploy --fail-level WARNING

trial: $(VENV)/development.stamp ## Run the long tests: big files, many rows, kills
	$(RUN) -m pytest -m trial

bench: $(VENV)/runtime.stamp ## Measure pages and posting beside a constant view (STORIES=2000 COMMENTS=25000)
	DEMO=1 $(RUN) manage.py bench --stories $(STORIES) --comments $(COMMENTS) --rounds $(ROUNDS)

STORIES ?= 2000
COMMENTS ?= 25000
ROUNDS ?= 20

lock: ## For maintainers: write the lock files anew from pyproject.toml (needs uv; UPGRADE=1 for newer)
	@command -v $(UV) >/dev/null || { echo "uv is not installed: pip install uv" >&2; exit 1; }
	$(UV) pip compile pyproject.toml $(LOCK_OPTIONS) --output-file requirements.lock
	$(UV) pip compile pyproject.toml --group dev --constraint requirements.lock $(LOCK_OPTIONS) \
		--output-file requirements-dev.lock

# No index address may stand in the files: they must install from whatever registry pip knows.
LOCK_OPTIONS = --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --quiet $(if $(UPGRADE),--upgrade)

# A first site: settings of this machine with a secret that nobody else has.
.env: | $(VENV)/runtime.stamp
	@umask 077 && printf 'SECRET_KEY=%s\nSITE_URL=http://127.0.0.1:%s\n' \
		"$$($(RUN) -c 'import secrets; print(secrets.token_urlsafe(50))')" "$(PORT)" > .env
	@echo "Wrote .env with a new secret; .env.example tells what else can stand in it."

# The environment. Each stamp is newer than the lock file that it stands for.
$(VENV)/runtime.stamp: requirements.lock | $(VENV)/bin/python
	$(call install,requirements.lock)
	@touch $@

$(VENV)/development.stamp: requirements-dev.lock | $(VENV)/bin/python
	$(call install,requirements-dev.lock)
	@touch $@ $(VENV)/runtime.stamp

# Debian packs ensurepip apart (python3-venv): without it the machine's own pip fills .venv.
install = @if $(RUN) -c 'import pip' 2>/dev/null; then pip="$(RUN) -m pip"; \
	else pip="$(PYTHON) -m pip --python $(RUN)"; fi; \
	echo "Installing $(1) into $(VENV)"; \
	$$pip install --quiet --disable-pip-version-check --no-input --require-hashes -r $(1)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; \
		echo "Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@if $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null; then \
		$(PYTHON) -m venv $(VENV); \
	elif $(PYTHON) -c 'import venv, pip' 2>/dev/null; then \
		$(PYTHON) -m venv --without-pip $(VENV); \
	else \
		echo "$(PYTHON) has neither ensurepip nor pip, so no environment can be made." >&2; \
		echo "Install one of them (on Debian: apt-get install python3-venv)." >&2; exit 1; \
	fi
