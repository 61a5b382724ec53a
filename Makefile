# `make help` lists what there is. Work is done once: each step leaves a stamp in .cache/stamps.

PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .cache/stamps
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
FRONT_END := $(shell find static/src static/css static/images -type f 2>/dev/null)
# More than the usual two cores: tests wait for servers too. A fourth only makes the others late.
PYTEST_WORKERS ?= 3
TESTS ?=

# Without its bytecode, the studio's own imports take three times as long.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test test-python test-javascript lint format lock golden bench bench-playground soak screenshots clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMPS)/product $(STAMPS)/development $(STAMPS)/front-end $(STAMPS)/database $(STAMPS)/browser $(STAMPS)/exported ## Prepare everything, start nothing

run: FOR_TESTS = may be missing
run: setup ## Serve the studio on http://127.0.0.1:8000 (PORT=… changes it)
	@set -a; [ ! -f .env ] || . ./.env; set +a; exec $(BIN)/python manage.py serve --port $(PORT)

test: setup test-javascript test-python ## Run all tests, offline once `make setup` has run (TESTS=… for some)

# pytest says 5 where it found no test, as when TESTS names only such as are measured alone.
test-python:
	@together=0; $(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist loadgroup -m "not alone" $(TESTS) || together=$$?; \
	alone=0; $(BIN)/python -m pytest -m alone $(TESTS) || alone=$$?; \
	case "$$together $$alone" in "0 0") ;; "0 5" | "5 0") $(if $(TESTS),true,false) ;; *) false ;; esac

test-javascript:
	$(BIN)/python tools/node.py npm test --silent

lint: $(STAMPS)/development ## Check style, types and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy exporter agents_runtime studio tools tests benchmarks
	$(BIN)/lint-imports

format: $(STAMPS)/development ## Format the Python code and mend what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(STAMPS)/development ## Renew the lock files from requirements*.in and exporter/locks (UPGRADE=1 takes new releases)
	$(BIN)/python -m tools.update_locks
	$(BIN)/python tools/lock.py $(if $(UPGRADE),--upgrade)

golden: $(STAMPS)/development ## Write the golden cases again; read the diff
	$(BIN)/python -m tests.exporter.golden_regen

bench: setup ## Measure checking, exporting and the exported server
	$(BIN)/python -m benchmarks

soak: setup ## Play 2,000 runs with cancels, errors and drops in each set-up, and check the books (SOAK_RUNS=… SOAK_SEED=…)
	SOAK_RUNS=$(or $(SOAK_RUNS),2000) $(BIN)/python -m pytest -q -s tests/agents_runtime/soak

bench-playground: setup ## Measure the playground beside a bare server, in half an hour (QUICK=1: in three minutes)
	$(BIN)/python -m benchmarks.playground $(if $(QUICK),--quick)

screenshots: setup ## Take the pictures in docs/images again
	SCREENSHOTS=write $(BIN)/python -m pytest -q tests/browser/test_screenshots.py

clean: ## Remove what was built and installed (not your database)
	rm -rf $(VENV) node_modules static/dist staticfiles .cache *.egg-info

# --- what setup consists of ---

# What only tests need must not keep the studio from running, say where there is no network:
# `make run` tries it once and says what is missing, `make setup` and `make test` insist.
define prepare_for_tests
[ -n "$(FOR_TESTS)" ] && [ -e $@.missing ] && exit 0; \
echo '$(1)'; mkdir -p $(@D); \
if $(1); then touch $@; rm -f $@.missing; \
elif [ -n "$(FOR_TESTS)" ]; then touch $@.missing; echo "Only tests need that: the studio starts without it."; \
else exit 1; fi
endef

$(VENV)/pyvenv.cfg:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed. Install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) tools/make_venv.py $(VENV)

$(BIN)/uv: $(VENV)/pyvenv.cfg
	@mkdir -p .cache
	awk '/^uv==/ {on = 1} on {print} on && !/\\$$/ {exit}' requirements-dev.lock > .cache/uv.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r .cache/uv.lock
	@mkdir -p $(@D) && touch $@

$(STAMPS)/product: requirements.lock pyproject.toml | $(BIN)/uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@mkdir -p $(@D) && touch $@

$(STAMPS)/development: requirements-dev.lock $(STAMPS)/product
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@mkdir -p $(@D) && touch $@

$(STAMPS)/exported: $(wildcard exporter/locks/data/*.json) $(STAMPS)/development
	@$(call prepare_for_tests,$(BIN)/python -m tests.generated.fill_cache)

$(STAMPS)/node-modules: package.json package-lock.json tools/node.py | $(STAMPS)/product
	$(BIN)/python tools/node.py npm ci --no-audit --no-fund --loglevel=error
	@mkdir -p $(@D) && touch $@

$(STAMPS)/front-end: $(STAMPS)/node-modules $(FRONT_END) tools/build_front_end.mjs
	$(BIN)/python tools/node.py node tools/build_front_end.mjs
	$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@mkdir -p $(@D) && touch $@

$(STAMPS)/database: $(STAMPS)/product $(wildcard */migrations/*.py)
	$(BIN)/python manage.py migrate --verbosity 0
	@mkdir -p $(@D) && touch $@

$(STAMPS)/browser: $(STAMPS)/development tools/chromium.py
	@$(call prepare_for_tests,$(BIN)/python tools/chromium.py)
