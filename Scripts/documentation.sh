#!/bin/sh
# The library's documentation by the toolchain's own docc; a warning is an error.
#
#   sh Scripts/documentation.sh BUILD-FOLDER ARCHIVE
#
# The modules must be built already. The package needs no plugin for this, so nobody who uses it
# resolves one.
set -eu

modules=$1
archive=$2
swift=$(command -v "${SWIFT:-swift}")
tools=$(dirname "$(readlink -f "$swift")")
if ! [ -x "$tools/docc" ]; then
  echo "make: docc is needed, which is part of Swift's toolchain; found none in $tools" >&2
  exit 69
fi
graphs=$(mktemp -d)
trap 'rm -rf "$graphs"' EXIT

# The library's modules import C ones: each is found by its map.
set --
for map in Sources/CGSL Sources/CFFTW "$modules"/*.build \
  .build/checkouts/swift-numerics/Sources/_NumericsShims/include; do
  if [ -f "$map/module.modulemap" ]; then set -- "$@" -Xcc "-fmodule-map-file=$map/module.modulemap"; fi
done
"$tools/swift-symbolgraph-extract" -module-name Systems -I "$modules/Modules" "$@" \
  -target "$("$swift" -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)".*/\1/p')" \
  -minimum-access-level public -output-dir "$graphs"
"$tools/docc" convert Sources/Systems/Systems.docc --additional-symbol-graph-dir "$graphs" \
  --fallback-display-name Systems --fallback-bundle-identifier Systems \
  --warnings-as-errors --output-path "$archive"
