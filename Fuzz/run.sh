#!/bin/sh
# Builds every reader with libFuzzer, the address sanitizer and, for C and C++, the undefined-behaviour sanitizer;
# then runs each target of FUZZ_TARGETS (all) for FUZZ_SECONDS (60).
set -e
seconds=${FUZZ_SECONDS:-60}
targets=${FUZZ_TARGETS:-array dates equation events formula journal label matrix numbers part picture pole-zero
  samples shard sound table toml}
place=.build/fuzz
built=$place/release
undefined="undefined -fno-sanitize=vptr,function -fno-sanitize-recover=all"

# The modules below the command. The sanitizers' hooks are linked at the end.
for target in Pictures CSV Formulas Runs CTOML ArgumentParser; do
  swift build -c release --scratch-path $place --target $target \
    -Xswiftc -sanitize=fuzzer -Xswiftc -sanitize=address -Xswiftc -parse-as-library \
    -Xcc -fsanitize=fuzzer-no-link,address $(for word in -fsanitize=$undefined; do echo "-Xcc $word"; done)
done

# The command's own files and the targets are one module, so that what is internal can be reached; what is
# embedded in the program is left empty.
{
  echo 'enum PackageResources {'
  for file in page.html page.css sums.js draw.js scene.js page.js; do
    echo "  static let $(echo $file | tr . _): [UInt8] = []"
  done
  echo '}'
} > $place/resources.swift
# Objects of files that are gone would be linked too.
for object in $built/*.build/*.swift.o; do
  [ -n "$(find Sources $place/checkouts -name "$(basename "$object" .o)" | head -n 1)" ] || rm -f "$object"
done
package=$(basename "$PWD" | tr 'A-Z' 'a-z' | tr -c 'a-z0-9\n' _)
modules="Pictures CPNG CSV CNumberText CCalendar Files CHeap CSoundFile CTemporaryFiles Formulas Runs Systems NumericalMethods
  CVectorMath CLinearAlgebra CTOML ArgumentParser ArgumentParserToolInfo RealModule ComplexModule _NumericsShims"
swiftc -O -g -wmo -c -sanitize=fuzzer,address -parse-as-library -swift-version 6 -module-name simulate \
  -package-name "$package" -enable-upcoming-feature InternalImportsByDefault \
  -enable-upcoming-feature MemberImportVisibility -enable-upcoming-feature ExistentialAny \
  -I $built/Modules \
  $(for map in $built/*.build/module.modulemap; do echo "-Xcc -fmodule-map-file=$map"; done) \
  $(for m in $modules; do
      [ -d Sources/$m/include ] && echo "-Xcc -I -Xcc Sources/$m/include"
      [ -d $place/checkouts/swift-numerics/Sources/$m/include ] \
        && echo "-Xcc -I -Xcc $place/checkouts/swift-numerics/Sources/$m/include"
    done) \
  -I Sources/CGSL -I Sources/CFFTW -I Sources/CZlib -I Sources/CLibPNG -I Sources/CEigen \
  $(find Sources/simulate -name '*.swift' ! -name main.swift) $place/resources.swift Fuzz/Targets/*.swift -o $place/readers.o
swiftc -sanitize=fuzzer,address -parse-as-library $place/readers.o \
  $(for m in $modules; do find $built/$m.build -name '*.o'; done) \
  -lgsl -lgslcblas -lfftw3 -lpng -lz -ldl -lm -lstdc++ -o $place/readers

status=0
for target in $targets; do
  corpus=$place/corpus/$target
  seeds=$([ -d Fuzz/seeds/$target ] && echo Fuzz/seeds/$target || true)
  mkdir -p $corpus
  dictionary=Fuzz/dictionaries/$target.dict
  [ $target = equation ] && dictionary=Fuzz/dictionaries/formula.dict
  # What the cases read; where the first byte chooses a way of reading, one that changes nothing.
  first=
  case $target in
    events | samples) ending=csv first=@ ;;
    table | matrix) ending=csv ;;
    toml) ending=toml ;;
    pole-zero) ending=sacpz ;;
    sound) ending=wav ;;
    array) ending=npy ;;
    picture) ending='p[ngp][gm]' ;;
    *) ending=none ;;
  esac
  find Tests/SimulateTests/Cases Examples -name "*.$ending" -size -5k | while read -r file; do
    { printf %s "$first"; cat "$file"; } > "$corpus/case-$(echo "$file" | cksum | cut -d' ' -f1)"
  done
  echo "== $target"
  FUZZ_TARGET=$target ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0} $place/readers -max_total_time=$seconds -timeout=30 \
    -rss_limit_mb=2048 -max_len=${FUZZ_LENGTH:-4096} -close_fd_mask=2 -print_final_stats=1 -artifact_prefix=$place/crash-$target- \
    $([ -f $dictionary ] && echo -dict=$dictionary) $corpus $seeds || status=1
done
exit $status
