# In Camera: `make demo` shows it at work, `make test` proves it. Each sets up all that it needs.

SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
REQUIREMENTS := resources/requirements

# llama.cpp is compiled for this processor, once, and kept outside the clone.
LLAMA := $(shell sed -n 's/^\(llama-cpp-python==[^ ]*\).*/\1/p' $(REQUIREMENTS)/app.txt)
LLAMA_FLAGS := -DLLAMA_OPENSSL=OFF -DLLAMA_CURL=OFF -DGGML_RPC=OFF -DMTMD_VIDEO=OFF -DLLAMA_BUILD_SERVER=OFF
PROCESSOR := $(shell (grep -m1 -E '^(flags|Features)' /proc/cpuinfo 2>/dev/null || uname -m; $(PYTHON) --version; echo '$(LLAMA) $(LLAMA_FLAGS)') | cksum | cut -d' ' -f1)
WHEELS := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/in-camera/wheels/$(PROCESSOR)

.PHONY: help demo test check bench kills attack fuzz long samples screenshots train run package clean setup system

help:  ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.installed  ## Install everything the project needs, here and in the cache

system:  ## Install the system packages (Debian and its kin, with the right to)
	@missing=$$(sed 's/ *#.*//;/^$$/d' $(REQUIREMENTS)/debian.txt | while read -r name; do \
		dpkg-query -W -f='$${Status}' "$$name" 2>/dev/null | grep -q 'install ok installed' || echo "$$name"; done)
	if [ -z "$$missing" ]; then exit 0; fi
	if ! command -v apt-get >/dev/null; then
		echo "Not Debian: see README.md for what to install." >&2; exit 0; fi
	if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as=sudo; else
		echo "Missing system packages, install them as root:" $$missing >&2; exit 0; fi
	$$as apt-get update -qq
	DEBIAN_FRONTEND=noninteractive $$as apt-get install -y -qq --no-install-recommends $$missing >/dev/null

$(VENV)/.installed: $(REQUIREMENTS)/app.txt $(REQUIREMENTS)/dev.txt $(REQUIREMENTS)/debian.txt pyproject.toml | system
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --upgrade pip
	if ! ls $(WHEELS)/*.whl >/dev/null 2>&1; then
		echo "Building llama.cpp for this processor, once: about four minutes on two cores."
		CMAKE_ARGS="$(LLAMA_FLAGS)" $(BIN)/python -m pip wheel -q --no-cache-dir --no-deps -w $(WHEELS).new $(LLAMA)
		mkdir -p $(dir $(WHEELS)); rm -rf $(WHEELS); mv $(WHEELS).new $(WHEELS)
	fi
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps $(WHEELS)/*.whl
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -r $(REQUIREMENTS)/app.txt -r $(REQUIREMENTS)/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: setup  ## Read the sample matter: in the window where there is a screen, else printed
	@$(BIN)/python -m resources.samples.demo

run: setup  ## Start In Camera
	@$(BIN)/in-camera

# A file's tests share what is costly to set up, so a file stays with one process; the long files of
# the first rooms begin first.
TWO_AT_ONCE := --numprocesses=2 --dist=loadfile --no-loadscope-reorder

test: setup  ## Run all tests, with real windows where a virtual screen can be had
	if command -v Xvfb >/dev/null; then
		QT_QPA_PLATFORM=xcb $(BIN)/python -m pytest -m ui tests/ui $(TWO_AT_ONCE)
		left='not ui or anywhere'
	else
		echo "No Xvfb on this machine: windows are tested off-screen only." >&2
		left=''
	fi
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --no-xvfb -m "$$left" --cov --cov-report= $(TWO_AT_ONCE)
	$(BIN)/coverage report --fail-under=95

check: setup  ## Format, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup  ## Measure against real peers, as ratios in one run; writes resources/docs/benchmarks.md
	$(BIN)/python -m tests.benchmarks.run

attack: setup  ## Attack workers from inside and files from outside; a table of what became of it
	$(BIN)/python -m tests.attacks.run

fuzz: setup  ## Fuzz every reader of foreign bytes for half a minute each (SECONDS_EACH); what fails is kept as a test
	$(BIN)/python -m tests.fuzz.run --seconds $(or $(SECONDS_EACH),30)

long: setup  ## Read a scan of 3,000 pages and a matter of 20,000: memory and pace; an hour and more
	nice -n 10 $(BIN)/python -m tests.benchmarks.long_run

kills: setup  ## Kill 200 processes at random moments of their work, and demand that nothing is lost
	$(BIN)/python -m tests.attacks.kills 200

samples: setup  ## Make the sample documents anew
	$(BIN)/python resources/samples/make_samples.py

# Torch is no part of the program: training has an environment and fonts of its own, in the cache.
CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/in-camera
TRAIN := $(CACHE)/train-venv
FONTS := $(CACHE)/training/fonts

$(TRAIN)/.installed: $(REQUIREMENTS)/train.txt
	$(PYTHON) -m venv $(TRAIN)
	$(TRAIN)/bin/python -m pip install -q --disable-pip-version-check -r $(REQUIREMENTS)/train.txt
	touch $@

$(FONTS)/.unpacked: $(REQUIREMENTS)/debian-train.txt
	rm -rf $(FONTS).new && mkdir -p $(FONTS).new/packages && cd $(FONTS).new/packages
	apt-get download -qq $$(sed 's/ *#.*//;/^$$/d' $(CURDIR)/$(REQUIREMENTS)/debian-train.txt)
	for package in *.deb; do dpkg-deb -x "$$package" ../unpacked; done
	rm -rf $(FONTS) && mv ../unpacked/usr/share/fonts $(FONTS) && rm -rf $(FONTS).new
	touch $@

train: $(TRAIN)/.installed $(FONTS)/.unpacked  ## Train the starter model: from nothing, or on from where it stopped
	$(TRAIN)/bin/python -m models.starter.training.train

# What is installed elsewhere runs on other processors too: llama.cpp for those with AVX2, so nearly all since 2013.
PACKAGE := $(CACHE)/package-venv
PORTABLE_FLAGS := $(LLAMA_FLAGS) -DGGML_NATIVE=OFF
PORTABLE := $(CACHE)/wheels/portable-$(shell (uname -m; $(PYTHON) --version; echo '$(LLAMA) $(PORTABLE_FLAGS)') | cksum | cut -d' ' -f1)

$(PORTABLE)/.built: | system
	rm -rf $(PORTABLE)
	echo "Building llama.cpp for other processors, once: about four minutes on two cores."
	CMAKE_ARGS="$(PORTABLE_FLAGS)" nice -n 10 $(PYTHON) -m pip wheel -q --disable-pip-version-check --no-cache-dir --no-deps -w $(PORTABLE) $(LLAMA)
	touch $@

$(PACKAGE)/.installed: $(REQUIREMENTS)/app.txt $(REQUIREMENTS)/package.txt $(PORTABLE)/.built
	rm -rf $(PACKAGE)
	$(PYTHON) -m venv $(PACKAGE)
	$(PACKAGE)/bin/python -m pip install -q --disable-pip-version-check --no-deps $(PORTABLE)/*.whl
	$(PACKAGE)/bin/python -m pip install -q --disable-pip-version-check --no-deps -r $(REQUIREMENTS)/app.txt -r $(REQUIREMENTS)/package.txt
	touch $@

package: $(PACKAGE)/.installed setup  ## Build the programs and the Debian package, walk a road with them; into dist/
	rm -rf dist
	PYTHONHASHSEED=0 nice -n 10 $(PACKAGE)/bin/pyinstaller --log-level WARN --noconfirm --workpath build/package --distpath dist packaging.spec
	$(PACKAGE)/bin/python -m resources.installer.licences dist
	$(BIN)/python -m pytest -q tests/package
	$(BIN)/python -m tests.package.walk dist
	if command -v dpkg-deb >/dev/null; then
		nice -n 10 $(BIN)/python -m resources.installer.linux.make_deb dist
	else
		echo "No dpkg on this machine: no Debian package was made; the programs lie in dist/." >&2
	fi

screenshots: setup  ## Make the screenshots of the documentation anew
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m resources.docs.make_screenshots

clean:  ## Remove what was built here; the wheel cache stays
	rm -rf $(VENV) build dist *.egg-info
