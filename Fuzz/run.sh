#!/bin/sh
# Builds the modules with libFuzzer and the address sanitizer, then runs each target for a while.
set -e
seconds=${FUZZ_SECONDS:-60}
place=.build/fuzz
# The sanitizers' hooks are linked below, with the targets; the modules are only compiled here.
for target in ${FUZZ_MODULES:-CSV Formulas}; do
  swift build -c release --scratch-path $place --target $target \
    -Xswiftc -sanitize=fuzzer -Xswiftc -sanitize=address -Xswiftc -parse-as-library \
    -Xcc -fsanitize=fuzzer-no-link,address
done
built=$place/release
for target in ${FUZZ_TARGETS:-table formula equation}; do
  case $target in
    table) modules="CSV Files CHeap CNumberText CTemporaryFiles" ;;
    *) modules="Formulas Systems NumericalMethods CVectorMath RealModule ComplexModule _NumericsShims" ;;
  esac
  objects=$(for m in $modules; do find $built/$m.build -name '*.o'; done)
  swiftc -O -g -sanitize=fuzzer,address -parse-as-library -I $built/Modules \
    $(for map in $built/C*.build/module.modulemap $built/_*.build/module.modulemap; do
        [ -f $map ] && echo "-Xcc -fmodule-map-file=$map"; done) \
    -I Sources/CGSL -I Sources/CFFTW \
    Fuzz/$target.swift $objects -lgsl -lgslcblas -lfftw3 -lz -lm -lstdc++ -o $place/$target
  mkdir -p $place/corpus/$target
  dictionary=$([ $target = table ] || echo -dict=Fuzz/formula.dict)
  $place/$target -max_total_time=$seconds -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
    -artifact_prefix=$place/crash-$target- $dictionary $place/corpus/$target Fuzz/seeds/$target
done
