#!/bin/sh
# Links the built `simulate` once more, with the toolchain's library inside and without the symbols:
# it starts in half of the time, and runs where no toolchain is. Nothing is compiled for it.
#
# Tests can't be built with --static-swift-stdlib (the testing library comes as a shared one alone),
# and two sets of flags would compile everything twice.
set -e
built=$1
swiftc=$2
objects=$(dirname "$built")/simulate.product/Objects.LinkFileList
[ -f "$objects" ] || { echo "link-statically: $objects must be there; swift build makes it" >&2; exit 1; }
if "$swiftc" -static-stdlib -emit-executable -module-name simulate -o "$built.static" \
  $(pkg-config --libs libpng fftw3 gsl) "@$objects" \
  -l_FoundationCShims -l_FoundationCollections -lstdc++ -lm \
  -Xlinker --gc-sections -Xlinker --defsym -Xlinker main=simulate_main -Xlinker -s \
  > "$built.link" 2>&1 && [ "$("$built.static" --version)" = "$("$built" --version)" ]
then
  mv "$built.static" "$built"
else
  # A toolchain without static libraries: what was built works all the same.
  rm -f "$built.static"
  echo "link-statically: left as it was built; $built.link says why" >&2
fi
