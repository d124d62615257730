# What can be done here? `make help` tells. Nothing below needs root; as root, `make test` also installs what the
# browser, PostgreSQL, Redis, nginx, Kamailio and ClamAV tests need.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= python3
export HOST ?= 127.0.0.1
export PORT ?= 8000
# A form that never comes to its end holds a thread, and a thread costs what it uses (docs/decisions/0012-in-front.md).
THREADS ?= 128
WORKERS ?= 2
BIN := .venv/bin
URL := http://$(HOST):$(PORT)
APT := apt-get update -qq </dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq </dev/null >/dev/null

.PHONY: help run test check bench leaflets format tools quick_browser clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 16

# Browsers make passkeys for a name, and not for a number.
STAFF := $(if $(filter 127.0.0.1,$(HOST)),http://localhost:$(PORT),$(URL))
run: export MADOGUCHI_STAFF_URL ?= $(STAFF)
run: .venv/runtime ## try it: demo data and a server on HOST:PORT (127.0.0.1:8000); Ctrl-C ends it
	@$(BIN)/flask --app app static build
	@$(BIN)/flask --app app demo prepare
	@printf '%s\n' '' '  Portals            $(URL)/' '  お客さまWebサービス    $(URL)/okyakusama/' \
	    '  An agency’s page   $(URL)/okyakusama/agencies/A1000' '  契約者さま専用ページ  $(URL)/keiyakusha/' \
	    '  Letters sent       $(URL)/_dev/mail' '  A telephone        $(URL)/_dev/phone' \
	    '  Staff              $(STAFF)/staff/  tanaka, Mado8Demo, and the code at $(URL)/_dev/staff' '' '  Ctrl-C ends it.' ''
	@trap : INT; $(BIN)/granian --interface wsgi --factory --host $(HOST) --port $(PORT) --workers 1 \
	    --workers-kill-timeout 3 --blocking-threads $(THREADS) --http 1 --http1-header-read-timeout 10000 --no-ws \
	    --log-level error app:serve

test: .venv/dev tools quick_browser ## every test, the browser, PostgreSQL, Redis, nginx, Kamailio and ClamAV included
	@$(BIN)/pytest -n $(WORKERS) $(ARGS)

check: .venv/dev ## lint, format, types, the house rules and the HTML of every page
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --explicit-package-bases .
	@$(BIN)/pytest -q tests/test_house.py tests/views/test_pages.py

bench: .venv/bench ## the figures: a wizard's cost beside others', import, growth, calls, equal time (ARGS=--quick to try)
	@$(BIN)/python -m bench $(ARGS)

# Of every other sequence: flask leaflet all (README.md).
leaflets: SITE ?= https://service.example
leaflets: .venv/runtime ## the leaflets for customers in docs/leaflets/, with pictures of this very product; needs Chromium (SITE=https://…)
	@$(BIN)/flask --app app leaflet registration forgotten --portal okyakusama --site $(SITE) --into docs/leaflets
	@$(BIN)/flask --app app leaflet verification change --portal keiyakusha --site $(SITE) --into docs/leaflets

format: .venv/dev ## put every file into the house's format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean: ## take away the virtual environment, what the application keeps in instance/ and what is made in built/
	rm -rf .venv instance built

# Which system packages do the tests need beside Python? Missing ones are installed as root; otherwise they are named,
# and just the tests that need them are skipped.
tools:
	@missing=(); \
	command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium); \
	compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' >/dev/null || missing+=(fonts-noto-cjk); \
	command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql); \
	command -v redis-server >/dev/null || missing+=(redis-server); \
	command -v nginx >/dev/null || test -x /usr/sbin/nginx || missing+=(nginx-light); \
	command -v kamailio >/dev/null || test -x /usr/sbin/kamailio || missing+=(kamailio); \
	compgen -G '/usr/lib/*/kamailio/modules/app_python3.so' >/dev/null || missing+=(kamailio-python3-modules); \
	command -v sipp >/dev/null || missing+=(sip-tester); \
	command -v clamd >/dev/null || test -x /usr/sbin/clamd || missing+=(clamav-daemon); \
	if [ $${#missing[@]} -eq 0 ]; then exit 0; fi; \
	if [ "$$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing $${missing[*]}"; \
	    $(APT) "$${missing[@]}" && exit 0; \
	fi; \
	printf '%s\n' '' "  MISSING: $${missing[*]}" \
	    '  The tests that need them will be SKIPPED. To run them too:' \
	    "      sudo apt-get install $${missing[*]}" ''

# Debian has Chromium without windows, too, which most journeys are quicker in; where it is not to be had, the whole one
# does.
quick_browser: tools
	@if [ "$$(id -u)" -eq 0 ] && command -v apt-get >/dev/null && ! command -v chromium-headless-shell >/dev/null; then \
	    { $(APT) chromium-headless-shell 2>/dev/null; } || echo 'no chromium-headless-shell here: journeys take longer'; \
	fi

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo 'Python 3.11 or newer is needed; $(PYTHON) is' "$$($(PYTHON) --version)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    if [ "$$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then \
	        $(APT) python3-venv; \
	    else \
	        echo 'Python has no ensurepip here. Install it first: sudo apt-get install python3-venv'; exit 1; \
	    fi
	@$(PYTHON) -m venv .venv

.venv/runtime: requirements.txt | .venv/bin/python
	@$(BIN)/python -m pip install --quiet --requirement requirements.txt
	@touch $@

.venv/dev: requirements.txt requirements-dev.txt | .venv/bin/python
	@$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	@touch $@ .venv/runtime

.venv/bench: bench/requirements.txt .venv/dev | .venv/bin/python
	@$(BIN)/python -m pip install --quiet --requirement bench/requirements.txt
	@touch $@
