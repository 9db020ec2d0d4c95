# Everything needed is installed into .venv inside this folder; databases and uploads lie in var.

PORT ?= 8000
ARGS ?=

SHELL := /bin/sh
VENV := .venv
PYTHON := $(VENV)/bin/python
# Tried in this order; the first that is new enough and can make virtual environments is taken.
PYTHONS ?= python3.13 python3.12 python3.11 python3
# The tools' own caches stay inside the clone, too.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast lint types format translations screenshots clean install install-dev

help:  ## list what can be made
	@echo "Newsroom. What can be made:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo "Settings: PORT=8000 for demo, ARGS='...' for test."

demo: install  ## install what is needed, load the sample news, serve the site (Ctrl-C ends it)
	@$(PYTHON) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null || \
	  { echo "Port $(PORT) is not free. Choose another: make demo PORT=8001" >&2; exit 1; }
	@SITE_URL="$${SITE_URL:-http://127.0.0.1:$(PORT)}" $(PYTHON) manage.py demo
	@echo "Serving http://127.0.0.1:$(PORT)/ - end it with Ctrl-C."
# The site and the worker beside it, which does what the desk asks for. The server takes the place of
# the shell, so both end at Ctrl-C and when make is ended.
	@SITE_URL="$${SITE_URL:-http://127.0.0.1:$(PORT)}" exec $(PYTHON) manage.py serve 127.0.0.1:$(PORT)

test: install-dev  ## install what is needed, run the tests (ARGS='-k name' chooses)
# On all cores; each has a test database of its own. ARGS=-n0 uses one. Tests are handed out singly:
# in larger shares one core was idle for eight minutes at the end of twenty-five.
	$(PYTHON) -m pytest -n auto --maxschedchunk=1 $(ARGS)

test-fast: install-dev  ## run the tests that need neither a browser nor another program, in a minute
# Each process keeps its test database for the next run; ARGS=--create-db makes new ones.
	$(PYTHON) -m pytest -n auto --reuse-db -m "not browser and not slow" $(ARGS)

lint: install-dev  ## check style, formatting, who imports whom, and the scripts
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/oxlint static

types: install-dev  ## check types
	$(PYTHON) -m mypy

format: install-dev  ## mend what the formatter and the linter can mend
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

translations: install  ## gather what is marked for translation, compile what is translated (needs gettext)
	$(PYTHON) manage.py makemessages --all --no-obsolete --add-location file --ignore var --ignore tests
	$(PYTHON) manage.py makemessages --all --no-obsolete --add-location file --ignore var --ignore tests --domain djangojs
	@sed -i '/^"POT-Creation-Date:/d' locale/*/LC_MESSAGES/*.po
	$(PYTHON) manage.py compilemessages --ignore .venv

screenshots: install-dev  ## take the pictures in docs/images again (needs Chromium or Chrome)
	$(PYTHON) benchmarks/screenshots.py

clean:  ## remove what was installed; the databases in var stay
	rm -rf $(VENV) .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .hypothesis

# Both keep, in a stamp, the checksum of what they installed: a second run asks no network. A folder
# that an interrupted run left incomplete is replaced.
install:  ## install what the site needs
	@$(call install,requirements.txt,site)

install-dev:  ## install what the site and its tests need
	@$(call install,requirements-dev.txt,tests)

define install
	set -eu; \
	site=`cat requirements.txt | cksum`; all=`cat requirements.txt requirements-dev.txt | cksum`; \
	if [ $(2) = site ]; then wanted="$$site"; else wanted="$$all"; fi; \
	holds() { [ -f "$(VENV)/$$1.stamp" ] && [ "`cat $(VENV)/$$1.stamp`" = "$$2" ]; }; \
	if [ -x $(PYTHON) ] && $(PYTHON) -c '' 2>/dev/null && [ ! -f $(VENV)/unfinished ]; then \
	  if holds $(2) "$$wanted" || holds tests "$$all"; then exit 0; fi; \
	else \
	  found=; lacking=; \
	  for name in $(PYTHONS); do \
	    "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    if "$$name" -c 'import venv, ensurepip' 2>/dev/null; then found="$$name"; break; fi; \
	    lacking="$$name"; \
	  done; \
	  if [ -z "$$found" ] && [ -n "$$lacking" ]; then \
	    echo "$$lacking cannot make virtual environments: its module ensurepip is missing." >&2; \
	    echo "On Debian and Ubuntu: apt-get install $${lacking##*/}-venv" >&2; exit 1; \
	  fi; \
	  if [ -z "$$found" ]; then \
	    echo "Python 3.11 or newer is needed; tried: $(PYTHONS)." >&2; \
	    echo "Install one, or name yours: make PYTHONS=/path/to/python3" >&2; exit 1; \
	  fi; \
	  echo "Making a virtual environment in $(VENV) with `"$$found" --version`."; \
	  rm -rf $(VENV); mkdir $(VENV); : > $(VENV)/unfinished; "$$found" -m venv $(VENV); \
	fi; \
	echo "Installing for the $(2) (a minute or two; only once): $(1)"; \
	: > $(VENV)/unfinished; rm -f $(VENV)/*.stamp; \
	$(PYTHON) -m pip install -qq --no-cache-dir -r $(1) || { \
	  echo "Installing failed; run the same command again when the cause is mended." >&2; exit 1; }; \
	echo "$$wanted" > $(VENV)/$(2).stamp; rm -f $(VENV)/unfinished
endef
