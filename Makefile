# Everything a person or the CI asks of this tree. Each target does its own set-up:
# the system libraries Qt needs, a virtual environment in .venv, the locked packages.

.DEFAULT_GOAL := help
SHELL := /bin/sh
JOBS ?= 2
OUT ?= demo-out
PHOTOS ?=
BENCH ?=
SEED ?=
ON ?=
PYTHON ?= python3
BIN := .venv/bin
export PYTHON
export PYTHONUTF8 := 1

help:
	@echo 'make run          the window; without a display, the same main job into $(OUT)/'
	@echo 'make test         everything CI runs'
	@echo 'make check        format, lint, types, import contracts, catalogues'
	@echo 'make tidy         formats the code and mends what the linter can'
	@echo 'make demo         a whole walkthrough into OUT=$(OUT) (PHOTOS=folder for your own photographs)'
	@echo 'make faults       20 laptops deliver through a line that misbehaves, both sides killed (SEED=, ON=plain|shared)'
	@echo 'make fuzz         hostile bundles and random questions for the office (SEED=)'
	@echo 'make extras       camera, voice notes and the proposals of faces, into the same environment'
	@echo 'make bench        speed and size, each as a ratio against a named reference (BENCH=photos for one)'
	@echo 'make corpus       every file of DIR=folder through the picture pipeline (without DIR: our own hostile set; OUT=report.json)'
	@echo 'make screenshots  the pictures in README and the guide, made anew'
	@echo 'make catalogue    the sentences of the code into the language files'
	@echo 'make package      the program as a folder and as a .deb'
	@echo 'make lock         requirements*.lock from pyproject.toml (needs uv)'
	@echo 'make clean        away with what was built'

# The environment is made again when the lock or the project's description changes.
.venv/.ready: requirements.lock pyproject.toml packaging/setup/environment
	@packaging/setup/environment .venv requirements.lock

.venv-bench/.ready: requirements-bench.lock pyproject.toml packaging/setup/environment
	@packaging/setup/environment .venv-bench requirements-bench.lock

system-run:
	@packaging/setup/system-libraries run

system-test:
	@packaging/setup/system-libraries test

system-faults:
	@packaging/setup/system-libraries faults

system-bench:
	@packaging/setup/system-libraries bench

system-package:
	@packaging/setup/system-libraries package

# The laptop's camera, voice notes and proposals of faces: 200 MB that nobody needs to record.
extras: .venv/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-extras.lock

run: system-run .venv/.ready
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	    exec $(BIN)/cxo-desktop; \
	else \
	    echo 'No display here: the same main job runs without a window.'; \
	    QT_QPA_PLATFORM=offscreen $(BIN)/cxo demo --out $(OUT) $(if $(PHOTOS),--photos $(PHOTOS)) && \
	    echo "Everything it made is in $$(cd $(OUT) && pwd)"; \
	fi

demo: system-run .venv/.ready
	QT_QPA_PLATFORM=offscreen $(BIN)/cxo demo --out $(OUT) $(if $(PHOTOS),--photos $(PHOTOS))

check: .venv/.ready
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python packaging/catalogue/catalogue.py check

tidy: .venv/.ready
	$(BIN)/ruff format --quiet .
	$(BIN)/ruff check --quiet --fix .

# The npm packages our uploads are tried against; without them those tests say so and are skipped.
peers: .venv/.ready
	@packaging/setup/node-peers .venv

test: system-test .venv/.ready check peers
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal

faults: system-faults .venv/.ready
	cd tests && PYTHONPATH=.. ../.venv/bin/python -m faults $(if $(SEED),--seed $(SEED)) $(if $(ON),--on $(ON))

fuzz: system-test .venv/.ready
	cd tests && PYTHONPATH=.. ../.venv/bin/python -m fuzz $(if $(SEED),--seed $(SEED))

bench: system-bench .venv-bench/.ready
	@packaging/setup/node-peers .venv-bench
	cd tests && PYTHONPATH=.. QT_QPA_PLATFORM=offscreen ../.venv-bench/bin/python -m bench $(BENCH)

corpus: .venv/.ready
	PYTHONPATH=.:tests $(BIN)/python -m corpus $(if $(DIR),"$(DIR)") $(if $(filter command%,$(origin OUT)),--out "$(OUT)")

screenshots: system-run .venv/.ready
	packaging/screenshots/take $(PHOTOS)

catalogue: .venv/.ready
	$(BIN)/python packaging/catalogue/catalogue.py update

package: system-package .venv/.ready
	packaging/pyinstaller/build
	packaging/deb/build

LOCK := uv pip compile pyproject.toml --extra desktop --extra central --extra dev --universal \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --quiet

lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --group bench -c requirements.lock -o requirements-bench.lock
	$(LOCK) --extra camera --extra voice --extra faces -c requirements.lock -o requirements-extras.lock

clean:
	rm -rf build dist $(OUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find cxo_core cxo_desktop cxo_central tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help corpus extras run demo check tidy test bench screenshots catalogue package lock clean peers faults fuzz system-run system-faults system-test system-bench system-package
