# Plumb: prompt evaluation and regression harness. `make` alone lists what there is.

SHELL := /bin/sh
.DEFAULT_GOAL := help

SWIFT ?= swift
PYTHON ?= python3
PREFIX ?= /usr/local
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
TOOLS := .plumb/tools
RELEASE := .build/release/plumb
# What is made for an installation, and where the shells and man look for it.
EXTRAS := .build/install
SHARE = $(DESTDIR)$(PREFIX)/share
BASH_COMPLETION = $(SHARE)/bash-completion/completions/plumb
ZSH_COMPLETION = $(SHARE)/zsh/site-functions/_plumb
FISH_COMPLETION = $(SHARE)/fish/vendor_completions.d/plumb.fish
MANUAL = $(SHARE)/man/man1/plumb.1
SUITES ?=
REPETITIONS ?= 2

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## "; print "usage: make TARGET\n" } /^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: requirements
requirements:
	@Scripts/check-requirements

.PHONY: setup
setup: requirements ## Install the local language model that the suites run on (127 MB, once)
	@Scripts/setup-local-model --dir $(TOOLS)/local-model

.PHONY: build
build: requirements ## Build the optimized program
	@$(SWIFT) build -c release --product plumb -j $(JOBS)

.PHONY: test
test: requirements ## Run all tests (offline: the suites are replayed from their recordings)
	@$(SWIFT) build --build-tests -j $(JOBS)
	@$(SWIFT) test --skip-build --parallel

.PHONY: lint
lint: ## Check the format of the sources and the suites' files, strictly
	@$(SWIFT) format lint --strict --parallel --recursive Sources Tests Package.swift

.PHONY: format
format: ## Format the sources
	@$(SWIFT) format --in-place --parallel --recursive Sources Tests Package.swift

.PHONY: check
check: lint test ## Everything that must be green before a change lands

.PHONY: run
run: build setup ## Run the suites live on the local model and compare with the committed baselines
	@$(RELEASE) run $(SUITES) --repetitions $(REPETITIONS)

.PHONY: gate
gate: build setup ## Gate the suites against the committed baselines, live on the local model
	@$(RELEASE) gate $(SUITES)

.PHONY: record
record: build setup ## Record the suites' answers anew from the local model, with all repetitions
	@$(RELEASE) run $(SUITES) --fresh --record

.PHONY: bench
bench: build ## Measure what Plumb adds to the time of its backend, against a mock server
	@Scripts/bench

.PHONY: bench-gate
bench-gate: requirements ## Simulate the gate's false alarms and power beside the rules of other tools
	@$(SWIFT) run -c release plumb-bench-gate

.PHONY: screenshots
screenshots: build ## Take the README's pictures of the report anew (needs a browser of the Chromium family)
	@Scripts/screenshots $(RELEASE) docs/pictures

.PHONY: install
install: build ## Install program, manual page and completions under PREFIX (default /usr/local)
	@install -d $(EXTRAS) $(DESTDIR)$(PREFIX)/bin $(dir $(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION) $(MANUAL))
	@install -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/plumb
	@$(RELEASE) --generate-completion-script bash > $(EXTRAS)/bash
	@$(RELEASE) --generate-completion-script zsh > $(EXTRAS)/zsh
	@$(RELEASE) --generate-completion-script fish > $(EXTRAS)/fish
	@$(RELEASE) --experimental-dump-help | $(PYTHON) Scripts/manual "$$($(RELEASE) --version)" > $(EXTRAS)/manual
	@install -m 644 $(EXTRAS)/bash $(BASH_COMPLETION)
	@install -m 644 $(EXTRAS)/zsh $(ZSH_COMPLETION)
	@install -m 644 $(EXTRAS)/fish $(FISH_COMPLETION)
	@install -m 644 $(EXTRAS)/manual $(MANUAL)

.PHONY: uninstall
uninstall: ## Remove what `make install` put under PREFIX
	@rm -f $(DESTDIR)$(PREFIX)/bin/plumb $(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION) $(MANUAL)

.PHONY: clean
clean: ## Remove what the build and the runs made; keeps baselines and recordings
	@$(SWIFT) package clean
	@rm -rf .plumb
