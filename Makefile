# Commands of this house; `make` alone lists them. Whatever a command needs, it sets up first (scripts/set_up.py).

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && exit; done; echo python3)
PORT ?= 8000
BIN := .venv/bin
PAGES = $$(git ls-files --cached --others --exclude-standard 'tabard/*.html')
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
export PYTHONPATH := $(CURDIR)
# without compiled modules, each of the hundreds of starts in a test run would compile them all again
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test coverage check fix bench locks

help: ## Show this list
	@echo "Commands (make NAME):"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

run: ## Set up what is missing and serve the sample force (PORT=8000)
	@"$(PYTHON)" scripts/set_up.py run --port "$(PORT)"
	@exec $(BIN)/python -m tabard.cli run --port "$(PORT)"

test: ## Set up what is missing and run every test, on SQLite and PostgreSQL, and the journeys in Chromium
	@"$(PYTHON)" scripts/set_up.py dev
	@$(BIN)/python scripts/run_tests.py

coverage: ## Run the suite on SQLite and show the lines that it does not reach
	@"$(PYTHON)" scripts/set_up.py dev
	@$(BIN)/python scripts/run_tests.py --coverage

check: ## Linters, types, contracts, dead code, migrations and locks
	@"$(PYTHON)" scripts/set_up.py dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/djade --target-version 5.2 --check $(PAGES)
	$(BIN)/djlint --quiet --lint tabard
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/vulture
	$(BIN)/python scripts/check_dead_code.py
	$(BIN)/python -m tabard.cli makemigrations --check --dry-run
	$(BIN)/python scripts/check_locks.py
	git diff --check

fix: ## Put right what a program can: formats and imports
	@"$(PYTHON)" scripts/set_up.py dev
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format
	$(BIN)/djade --target-version 5.2 $(PAGES) || true

bench: ## Measure speed as ratios, print the table and keep it in docs/benchmarks.md
	@"$(PYTHON)" scripts/set_up.py dev
	@$(BIN)/python bench/run.py

locks: ## Write locks/ anew after a change to the dependencies in pyproject.toml
	@"$(PYTHON)" scripts/set_up.py dev
	$(LOCK) pyproject.toml --extra tweetathon --group build -o locks/run.txt
	$(LOCK) pyproject.toml --extra tweetathon --extra spark --group build --group dev -c locks/run.txt -o locks/dev.txt
