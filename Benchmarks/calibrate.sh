#!/bin/sh
# Measures the steps of which Sampling/Method.swift makes its prices; prints nanoseconds beside what stands there.
#   sh Benchmarks/calibrate.sh         from the top of the package
set -e
swift build -c release --package-path Benchmarks --scratch-path .build/benchmarks >&2
.build/benchmarks/release/in-memory 5 prices
