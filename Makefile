# Doorstep: `make` lists what there is. Nothing needs to be installed by hand but Node 20 and make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup browser build demo start test check verify chaos bench streaming gpu-check train evaluate docs clean

DOORSTEP := node dist/pipelines/main.js

help: ## This list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' Makefile

demo: build ## Everything on this machine with live traffic from the corpus; Ctrl-C ends it
	@exec $(DOORSTEP) demo

start: build ## The same without the traffic
	@exec $(DOORSTEP) start

test: check build browser ## What CI runs: lint, types, build and every test, in under 12 minutes
	npx vitest run
	@echo "make test: everything passed"

check: setup ## Lint and types only
	npm run --silent lint
	npm run --silent typecheck

verify: test chaos ## make test, the crash tests in full, Redis Cluster among them, a hundred nurtured worlds, and 20 minutes at half the knee
	NURTURED_WORLDS=100 npx vitest run test/property/nurturing.test.ts
	$(DOORSTEP) bench soak --minutes 20

chaos: build ## Kill processors and stores under load; the last line counts what was lost or done twice
	@node --import tsx test/chaos/main.ts

bench: build ## Latency, throughput and growth, each beside its floor
	@$(DOORSTEP) bench latency && $(DOORSTEP) bench throughput && $(DOORSTEP) bench growth

gpu-check: build ## For a machine with a GPU: its TensorFlow.js binding is installed beside, and must judge as the CPU does
	npm install --no-save @tensorflow/tfjs-node-gpu@4.22.0
	@$(DOORSTEP) bench backends --json | tee /dev/stderr | grep -q tfjs-node-gpu || { echo 'No GPU was used: TensorFlow for it did not load here'; exit 1; }

train: build ## Train every model again from the corpus, bit for bit
	@$(DOORSTEP) train

streaming: build ## Measure throughput, growth, updates and fan-out, and write models/evaluation/streaming.html
	@mkdir -p .data/figures
	$(DOORSTEP) bench throughput --json > .data/figures/throughput.json
	$(DOORSTEP) bench growth --json > .data/figures/growth.json
	for rate in 500 2000; do $(DOORSTEP) bench update --rate $$rate --json > .data/figures/update-$$rate.json || exit 1; done
	for sockets in 100 1000 2000; do $(DOORSTEP) bench fanout --sockets $$sockets --json > .data/figures/fanout-$$sockets.json || exit 1; done
	$(DOORSTEP) bench page --from .data/figures

evaluate: build ## What every model is worth, beside its baseline and the oracle, and the report's page
	@$(DOORSTEP) evaluate --page models/evaluation/report.html

docs: build ## Write the OpenAPI and AsyncAPI documents again
	@$(DOORSTEP) docs

build: setup ## Compile to dist/; quick when nothing changed
	@node infra/deploy/build.mjs

clean: ## Remove what was built; data folders stay
	rm -rf dist

# What must be there first. Each says what it installs, and installs only what is missing.
setup: node_modules/.package-lock.json
	@bash infra/deploy/need.sh redis-server redis-server

browser:
	@bash infra/deploy/need.sh chromium chromium

node_modules/.package-lock.json: package-lock.json
	@bash infra/deploy/need-node.sh
	@echo "Installing npm packages (package-lock.json changed, or this is a fresh checkout)"
	npm ci
	@touch $@
