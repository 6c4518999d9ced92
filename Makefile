# make demo   sets everything up and serves the demonstration on http://127.0.0.1:8000
# make test   runs every check and test: on PostgreSQL what needs a database, on SQLite all, in a real browser too
# make soak   kills the server and the sender of mail 200 times each, on both databases
# make fix    formats the code; make bench measures; make lock renews the locked dependencies
# make pictures takes the pictures of the guides again

SHELL := /bin/sh
BIN := .venv/bin
LOCK := requirements/dev.lock
PORT := 8000
export UV_PYTHON_DOWNLOADS := never
export GOLDENTHREAD_DEVELOPMENT := yes

.PHONY: setup demo test soak check fix pictures bench lock

setup: .venv/ready

.venv/ready: $(LOCK) pyproject.toml
	python3 -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check "uv>=0.9"
	$(BIN)/uv pip sync --quiet --require-hashes $(LOCK)
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: export GOLDENTHREAD_DEVELOPMENT := no
demo: setup
	@scripts/machine.sh run
	@$(BIN)/goldenthread demo --port $(PORT)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	GOLDENTHREAD_DATA=$$(mktemp -d) $(BIN)/django-admin makemigrations --check --dry-run --settings goldenthread.config.settings

test: check
	@scripts/machine.sh test
	$(BIN)/python -m tests.postgresql $(BIN)/pytest -q -m "database and not browser"
	$(BIN)/pytest -q

soak: export SOAK := 200
soak: setup
	@scripts/machine.sh test
	$(BIN)/python -m tests.postgresql $(BIN)/pytest -q tests/returns/test_reliability.py tests/kernel/outbox/test_kills.py
	$(BIN)/pytest -q tests/returns/test_reliability.py tests/kernel/outbox/test_kills.py

fix: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

pictures: setup
	@scripts/machine.sh test
	GOLDENTHREAD_PICTURES=yes $(BIN)/pytest -q tests/test_pictures.py

bench: setup
	$(BIN)/python -m benchmarks

lock:
	python3 -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check "uv>=0.9"
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --output-file requirements/run.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --group dev --output-file $(LOCK)
