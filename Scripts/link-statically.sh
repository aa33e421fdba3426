#!/bin/sh
# Links the built `simulate` once more, with every library inside and without the symbols: it starts
# in a third of the time, because nothing is looked up or moved when it is loaded, and runs where
# neither toolchain nor libraries are. Nothing is compiled for it.
#
# Tests can't be built with --static-swift-stdlib (the testing library comes as a shared one alone),
# and two sets of flags would compile everything twice.
set -e
built=$1
swiftc=$2
objects=$(dirname "$built")/simulate.product/Objects.LinkFileList
[ -f "$objects" ] || { echo "link-statically: $objects must be there; swift build makes it" >&2; exit 1; }

# link NAME OPTIONS LIBRARIES...: makes $built.static; false where it can't be, or doesn't run.
link() {
  echo "== $1"
  shift
  "$swiftc" "$@" -emit-executable -module-name simulate -o "$built.static" "@$objects" \
    -l_FoundationCShims -l_FoundationCollections -lstdc++ -lm \
    -Xlinker --gc-sections -Xlinker --defsym -Xlinker main=simulate_main -Xlinker -s \
    && [ "$("$built.static" --version)" = "$("$built" --version)" ]
}

{
  # -static-executable takes no shared library.
  link "everything inside" -static-executable \
    $(sh "$(dirname "$0")/archives.sh" libpng fftw3 gsl zlib) \
    || link "the toolchain's libraries inside" -static-stdlib $(pkg-config --libs libpng fftw3 gsl zlib)
} > "$built.link" 2>&1 && mv "$built.static" "$built" || {
  # A toolchain without static libraries: what was built works all the same.
  rm -f "$built.static"
  echo "link-statically: left as it was built; $built.link says why" >&2
}
