# Everything a newcomer needs: make run, make test. `make help` lists the rest.

# The caller's own Python environment must not disturb ours.
unexport VIRTUAL_ENV CONDA_PREFIX PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONWARNINGS
export PYTHONUNBUFFERED = 1
export PYTHONUTF8 = 1
export RASA_TELEMETRY_ENABLED = false

PYTHON3 ?= python3
PYTHON := .venv/bin/python
BOT_PYTHON := bot/.venv/bin/python
QUERIES ?=
export TEXT ?=
STATION ?=
OUT ?=
ITEM ?=
DEPARTMENT ?=
FILE ?=
APPLY ?=

.DEFAULT_GOAL := help
.PHONY: help setup run test check format train vectors catalog-check catalog-report export import pack eval explain bench clean

help: ## list what can be made
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | expand -t 16

setup: ## get uv, both Pythons and all packages (run, test and the others do it themselves)
	@$(PYTHON3) -m tools.setup

run: setup ## start everything and print the links; Ctrl-C stops it
	@$(PYTHON) -m tools.run

test: setup ## lint, types, all tests and the browser journeys; closes with "N passed, N failed"
	@$(PYTHON) -m tools.verify test

check: setup ## the quick part of make test: lint, types, punctuation, catalogue, documents
	@$(PYTHON) -m tools.verify check

format: setup ## format the code and give Chinese text its full-width marks
	@$(PYTHON) -m tools.verify format

train: setup ## train a model if catalogue, data, config or components have changed
	@$(PYTHON) -m tools.model

vectors: ## ship the vectors of today's sentences: the first training of a release is quick everywhere
	@rm -rf models/*.tar.gz && $(MAKE) train && mkdir -p data/vectors && cp .cache/vectors/*.npz data/vectors/

catalog-check: setup ## check the catalogue and print every problem as file: key: problem
	@$(PYTHON) -m catalog.check

catalog-report: setup ## what the catalogue covers, by level and department
	@$(PYTHON) -m catalog.report

export: setup ## contents for a clerk: make export OUT=file.xlsx [ITEM=id, of a life event too] [DEPARTMENT=name]; a folder gets YAML
	@$(PYTHON) -m tools.contents export "$(OUT)" "$(ITEM)" "$(DEPARTMENT)"

import: setup ## what a file that came back changes: make import FILE=file.xlsx; APPLY=yes writes it
	@$(PYTHON) -m tools.contents import "$(FILE)" "$(APPLY)"

pack: setup ## everything for a village without a network, for a USB stick: make pack STATION=yuanba-01
	@$(PYTHON) -m tools.pack "$(STATION)" $(OUT)

eval: train ## measure the understanding: make eval QUERIES="path/to/lines.tsv"
	@OMP_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE PYTHONWARNINGS=ignore $(BOT_PYTHON) -m tools.evaluate $(QUERIES)

explain: train ## say why a sentence is understood as it is: make explain TEXT="娃儿上户口要啥子"
	@OMP_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE PYTHONWARNINGS=ignore TF_CPP_MIN_LOG_LEVEL=3 $(BOT_PYTHON) -m tools.explain "$$TEXT"

bench: train ## measure speed, start, training and memory (a few minutes); prints a table
	@$(PYTHON) -m tools.bench

clean: ## remove environments, models, caches and logs; keeps var/ data and keys
	rm -rf .tools .venv bot/.venv node_modules web/vendor models .rasa var/log
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
