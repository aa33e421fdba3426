# make            installs what is missing, builds, runs the slaps example, draws it
# make test       the same set-up, then all tests
# make install    PREFIX=/usr/local by default
# make pictures   draws every example's picture again

SHELL = /bin/sh
PREFIX ?= /usr/local
SWIFT ?= swift
# The same flags everywhere, so that nothing is built twice.
FLAGS = -c release

PACKAGES = libgsl-dev libfftw3-dev libfast-float-dev libfmt-dev libpng-dev pkg-config
BUILT = .build/release/simulate

.PHONY: all build test install pictures set-up demonstration clean

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

demonstration: build
	@cd Examples/slaps && PATH="$(CURDIR)/.build/release:$$PATH" sh ./cmd > "$(CURDIR)/.build/swelling.csv"
	@echo; echo "Examples/slaps: the swelling, first rows of .build/swelling.csv"; head -n 6 .build/swelling.csv
	@if command -v gnuplot >/dev/null; then \
	  gnuplot -e "data='$(CURDIR)/.build/swelling.csv'; slaps='Examples/slaps/slaps.csv'; picture='.build/swelling.png'" Examples/slaps/picture.gp \
	  && echo "the picture is .build/swelling.png"; \
	else echo "for the picture: apt-get install gnuplot-nox"; fi

test: set-up
	$(SWIFT) build $(FLAGS) --build-tests
	$(SWIFT) test $(FLAGS) --skip-build

pictures: build
	@cd Examples/slaps && PATH="$(CURDIR)/.build/release:$$PATH" sh ./cmd > "$(CURDIR)/.build/swelling.csv" \
	&& gnuplot -e "data='$(CURDIR)/.build/swelling.csv'; slaps='slaps.csv'; picture='slaps.png'" picture.gp
	@rm -rf .build/smoothing && cp -R Examples/smoothing .build/smoothing && cd .build/smoothing \
	&& PATH="$(CURDIR)/.build/release:$$PATH" sh ./cmd > /dev/null \
	&& gnuplot -e "before='noisy.csv'; after='smooth.csv'; picture='$(CURDIR)/Examples/smoothing/smoothing.png'" picture.gp

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 $(BUILT) "$(DESTDIR)$(PREFIX)/bin/simulate"

clean:
	rm -rf .build
