# `make` or `make help` lists what can be done. Each target is a short script in scripts/.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PORT ?= 8000
export PORT PYTHON ON

MANAGE = .venv/bin/python manage.py

.PHONY: help run test test-postgres bench fuzz load-exam fault-exam screenshots content-check backup restore messages lock

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

run: ## Set up and serve http://localhost:8000 (another port: make run PORT=8001)
	@scripts/run

test: ## All tests on SQLite, browser tests, linters
	@scripts/test

test-postgres: ## The tests on PostgreSQL (DATABASE_URL, or a server made for the run)
	@scripts/test-postgres

bench: ## Measure pages against a bare Wagtail page and a bare Django view
	@scripts/setup test
	@scripts/bench $(ARGS)

load-exam: ## 130 people in one exam, on SQLite and on PostgreSQL: latencies, errors, every acknowledged answer
	@scripts/exam load $(ARGS)

fault-exam: ## The same while the site is killed 50 times at random moments
	@scripts/exam fault $(ARGS)

fuzz: ## Broken and hostile question files at the importers (more or fewer: make fuzz FILES=20000)
	@scripts/setup test
	@FILES=$(FILES) scripts/fuzz

screenshots: ## Pictures of the main pages, phone and desktop, three languages
	@scripts/setup test
	@scripts/screenshots $(ARGS)

content-check: ## Validate every content file and list all faults at once
	@scripts/setup
	@$(MANAGE) content_check $(ARGS)

backup: ## Write one encrypted file with database and files into var/backups/
	@scripts/setup
	@$(MANAGE) backup $(ARGS)

restore: ## Put a backup back: make restore FILE=var/backups/NAME.backup
	@scripts/setup
	@test -n "$(FILE)" || { echo "Name the backup: make restore FILE=var/backups/NAME.backup"; exit 2; }
	@$(MANAGE) restore "$(FILE)" $(ARGS)

messages: ## Collect interface strings into lms/locale
	@scripts/setup
	@$(MANAGE) makemessages --locale kk --locale ru --no-wrap --add-location file --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'
	@$(MANAGE) makemessages --locale kk --locale ru --no-wrap --add-location file --domain djangojs --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'

lock: ## Pin and hash the packages named in requirements*.in
	@scripts/lock
