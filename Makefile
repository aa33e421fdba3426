# make            installs what is missing, builds, runs the slaps example, draws it
# make test       the same set-up, then all tests
# make install    program, manual and completions, below PREFIX (/usr/local); also uninstall
# make fuzz       each reader against random bytes, a minute each; then mutants of the cases, calls that fail
# make deb        .build/dist/simulate_VERSION_ARCHITECTURE.deb
# make dist       .build/dist/simulate-VERSION-linux-MACHINE.tar.gz, which runs on any Linux; make sources
#                 fetches the sources of the libraries inside, for whoever passes either on
# make library    .build/release/libsimulate.so, for C and Python, with everything inside
# make docs       the library's documentation, .build/Systems.doccarchive; warnings are errors
# make pictures   draws every example's picture again
# make bench      races the jobs of docs/performance.md (needs python3)
# make judge      random cases against exact values (needs python3-mpmath)

SHELL = /bin/sh
PREFIX ?= /usr/local
SWIFT ?= swift
# The same flags everywhere, so that nothing is built twice.
FLAGS = -c release

PACKAGES = libgsl-dev libfftw3-dev libfast-float-dev libfmt-dev libpng-dev libtomlplusplus-dev libeigen3-dev libsndfile1-dev zlib1g-dev pkg-config
BUILT = .build/release/simulate

.PHONY: all build library test optional install install-built uninstall deb dist sources pictures docs bench judge set-up \
  chroots demonstration clean fuzz

all: build demonstration

# apt is asked only for what dpkg does not list, and only then needs to be root.
set-up:
	@command -v $(SWIFT) >/dev/null || { echo "make: a Swift toolchain is needed, see https://www.swift.org/install" >&2; exit 1; }
	@missing=""; \
	for p in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$p"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  if [ "$$(id -u)" = 0 ]; then sudo=""; else sudo="sudo"; fi; \
	  $$sudo apt-get install -y --no-install-recommends $$missing \
	    || { $$sudo apt-get update && $$sudo apt-get install -y --no-install-recommends $$missing; }; \
	fi

build: set-up
	$(SWIFT) build $(FLAGS)
	@sh Scripts/link-statically.sh $(BUILT) $(SWIFT)c

# What pip install ./python packs.
library: set-up
	$(SWIFT) build $(FLAGS) --product CInterface
	@sh Scripts/link-library.sh $(dir $(BUILT)) $(SWIFT)c

demonstration: build
	@cd Examples/slaps && PATH="$(CURDIR)/.build/release:$$PATH" sh ./cmd > "$(CURDIR)/.build/swelling.csv"
	@echo; echo "Examples/slaps: the swelling, first rows of .build/swelling.csv"; head -n 6 .build/swelling.csv
	@if command -v gnuplot >/dev/null; then \
	  $(BUILT) --impulse Examples/slaps/decay.csv --input Examples/slaps/slaps.csv --xlabel 'time (s)' --ylabel swelling \
	    --output .build/swelling.csv --plot .build/swelling.png && echo "the picture is .build/swelling.png"; \
	else echo "for the picture: apt-get install gnuplot-nox"; fi

# What only some tests need; without it they are skipped.
optional:
	@for p in gnuplot-nox chromium valgrind strace zsh fish lintian debootstrap; do \
	  dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'install ok installed' && continue; \
	  if [ "$$(id -u)" = 0 ]; then sudo=""; else sudo="sudo -n"; fi; \
	  $$sudo apt-get install -y --no-install-recommends $$p >/dev/null 2>&1 \
	    || { $$sudo apt-get update && $$sudo apt-get install -y --no-install-recommends $$p; } >/dev/null 2>&1 \
	    || echo "make: $$p can't be installed; its tests are skipped"; \
	done

# Where Python's tests can run: .build/python; without it they are skipped.
.build/python:
	@if command -v python3 >/dev/null && python3 -m venv .build/python.new >/dev/null 2>&1 \
	  && .build/python.new/bin/python -m pip install -q --disable-pip-version-check numpy scipy pytest "setuptools>=77" >/dev/null 2>&1; \
	then mv .build/python.new .build/python; \
	else rm -rf .build/python.new; echo "make: no python3 with venv, numpy, scipy, pytest and setuptools; Python's tests are skipped"; fi

# Where the packages are installed and run by the tests, made once.
chroots: optional
	@sh Scripts/chroots.sh .build/chroots

test: set-up optional .build/python chroots
	$(SWIFT) build $(FLAGS) --build-tests
	@sh Scripts/link-statically.sh $(BUILT) $(SWIFT)c
	$(SWIFT) build $(FLAGS) --product CInterface
	@sh Scripts/link-library.sh $(dir $(BUILT)) $(SWIFT)c
	$(SWIFT) test $(FLAGS) --skip-build

# Each example's picture.sh runs in a copy of its folder and leaves pictures there.
pictures: build
	@command -v gnuplot >/dev/null || { echo "make: gnuplot is needed to draw; apt-get install gnuplot-nox" >&2; exit 1; }
	@for script in Examples/*/picture.sh; do \
	  folder=$${script%/picture.sh}; echo "$$folder"; \
	  rm -rf .build/picture && cp -R "$$folder" .build/picture && rm -f .build/picture/*.png \
	  && (cd .build/picture && PATH="$(CURDIR)/.build/release:$$PATH" sh ./picture.sh) \
	  && cp .build/picture/*.png "$$folder/" || exit 1; \
	done
	@echo docs/pictures && PATH="$(CURDIR)/.build/release:$$PATH" sh docs/pictures/draw.sh

docs: set-up
	$(SWIFT) build $(FLAGS) --target Systems
	SWIFT="$(SWIFT)" sh Scripts/documentation.sh .build/release .build/Systems.doccarchive

# Manual and completions are what the program says of itself, so no file can lag behind it.
# The library for C goes with them if it was built.
SHARE = $(DESTDIR)$(PREFIX)/share
MANUAL = $(SHARE)/man/man1
BASH = $(SHARE)/bash-completion/completions
ZSH = $(SHARE)/zsh/site-functions
FISH = $(SHARE)/fish/vendor_completions.d
LIB = $(DESTDIR)$(PREFIX)/lib
INCLUDE = $(DESTDIR)$(PREFIX)/include
LIBRARY = $(dir $(BUILT))libsimulate.so

install: build
	@$(MAKE) --no-print-directory install-built

# Without building, for those who may write to PREFIX but have no toolchain (sudo make install-built).
install-built:
	@test -x $(BUILT) || { echo "make: $(BUILT) must be there; make build" >&2; exit 1; }
	@pages=$$(mktemp -d) && trap 'rm -rf "$$pages"' EXIT && mkdir "$$pages/man" \
	&& sh Scripts/manual.sh $(BUILT) "$$pages/man" \
	&& for shell in bash zsh fish; do \
	  $(BUILT) --generate-completion-script $$shell > "$$pages/$$shell" || exit 1; \
	done \
	&& install -d "$(DESTDIR)$(PREFIX)/bin" "$(MANUAL)" "$(BASH)" "$(ZSH)" "$(FISH)" \
	&& install -m 755 $(BUILT) "$(DESTDIR)$(PREFIX)/bin/simulate" \
	&& install -m 644 "$$pages"/man/*.1 "$(MANUAL)" \
	&& install -m 644 "$$pages/bash" "$(BASH)/simulate" \
	&& install -m 644 "$$pages/zsh" "$(ZSH)/_simulate" \
	&& install -m 644 "$$pages/fish" "$(FISH)/simulate.fish"
	@if [ -f "$(LIBRARY)" ]; then \
	  install -d "$(LIB)" "$(INCLUDE)" \
	  && install -m 644 "$(LIBRARY)" "$(LIB)/libsimulate.so" \
	  && install -m 644 Sources/CSimulate/include/simulate.h "$(INCLUDE)/simulate.h" \
	  && echo "installed $(LIB)/libsimulate.so and $(INCLUDE)/simulate.h"; \
	fi
	@echo "installed $(DESTDIR)$(PREFIX)/bin/simulate, its manual and completions"

# Of the pages simulate-*.1 only ours: each says where it is from.
uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/simulate" "$(BASH)/simulate" "$(ZSH)/_simulate" \
	  "$(FISH)/simulate.fish" "$(LIB)/libsimulate.so" "$(INCLUDE)/simulate.h"
	@for page in "$(MANUAL)"/simulate.1 "$(MANUAL)"/simulate-*.1; do \
	  if grep -qs 'Scripts/manual.sh' "$$page"; then echo "rm -f $$page"; rm -f "$$page"; fi; \
	done

# Packing alone, of what is built: sh Scripts/package.sh deb|dist PROGRAM FOLDER
deb dist: build
	@sh Scripts/package.sh $@ $(BUILT) .build/dist $(SWIFT)c

sources:
	@sh Scripts/sources.sh .build/dist/sources $(SWIFT)c

fuzz: build optional
	@sh Fuzz/run.sh
	python3 Fuzz/mutate.py $(BUILT) $${FUZZ_SECONDS:-60}
	FAULTS=all $(SWIFT) test $(FLAGS) --filter FaultTests

bench: build
	$(SWIFT) build $(FLAGS) --package-path Benchmarks --scratch-path .build/benchmarks
	IN_MEMORY=.build/benchmarks/release/in-memory python3 Benchmarks/run.py $(BUILT)
	python3 Benchmarks/map.py $(BUILT)
	python3 Benchmarks/cliffs.py $(BUILT)

# Random cases against exact values: SEED=1 CASES=200 SECONDS=0 KINDS=... (needs python3-mpmath)
judge: build
	python3 Benchmarks/judge.py $(BUILT)

clean:
	rm -rf .build
