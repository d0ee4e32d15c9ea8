# Needs python3 (3.11 or later) with venv, and make. Everything else comes from the lock files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: build test lint lock audit clean
.DEFAULT_GOAL := build

## build: read seeds/, write output/, print what was found
build: $(VENV)/.runtime
	$(BIN)/kgbuild build

## test: everything that CI runs; pytest comes last
test: lint
	$(BIN)/pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

## lock: choose the newest versions that pyproject.toml allows, and pin them with their hashes
COMPILE := $(VENV)/lock/bin/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe \
	--build-deps-for=wheel --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
lock: export CUSTOM_COMPILE_COMMAND = make lock
lock: $(VENV)/.created
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/pip install --quiet pip-tools
	$(COMPILE) -o requirements.lock pyproject.toml
	$(COMPILE) --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

## audit: ask the index which of the locked packages have known vulnerabilities
audit: $(VENV)/.created
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/pip install --quiet pip-audit filelock
	for file in requirements.lock requirements-dev.lock; do \
		$(VENV)/audit/bin/pip-audit --require-hashes --disable-pip --strict -r $$file || exit; \
	done

clean:
	rm -rf $(VENV)

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kgbuild needs Python 3.11 or later; choose one: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

# Editable, so that `make build` always runs the source as it stands.
$(VENV)/.runtime: $(VENV)/.created requirements.lock pyproject.toml
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
