#!/bin/sh
# Links the built C interface once more into libsimulate.so: with every library inside but the C
# library's own, and with no names but those of simulate.h. Nothing is compiled for it.
#
#   sh Scripts/link-library.sh BUILD-FOLDER [SWIFTC]
set -eu
built=${1%/}
swiftc=${2:-swiftc}
objects=$built/CInterface.product/Objects.LinkFileList
library=$built/libsimulate.so
[ -f "$objects" ] || { echo "link-library: $objects must be there; swift build makes it" >&2; exit 1; }

# The archives hold code for programs, which may stand at any address too as long as no other library
# can replace its names; so all but simulate.h's are local.
names=$library.names
{
  echo '{ global:'
  sed -n 's/.*\(simulate_[a-z_]*\)(.*/\1/p' "$(dirname "$0")/../Sources/CSimulate/include/simulate.h" \
    | sort -u | sed 's/$/;/'
  echo 'local: *; };'
} > "$names"

# The objects name the libraries themselves; where only archives are found, those are taken.
archives=$built/archives
rm -rf "$archives"
mkdir "$archives"
for archive in $(sh "$(dirname "$0")/archives.sh" fftw3 gsl) "$(cc -print-file-name=libstdc++.a)"; do
  ln -s "$archive" "$archives/"
done

# link NAME OPTIONS LIBRARIES...: makes $library.new; false where it can't be.
link() {
  echo "== $1"
  shift
  "$swiftc" -emit-library -o "$library.new" "$@" "@$objects" -lstdc++ -lm \
    -Xlinker -soname -Xlinker libsimulate.so -Xlinker --version-script -Xlinker "$names" \
    -Xlinker --gc-sections -Xlinker -z -Xlinker defs -Xlinker -s
}

{
  link "everything inside" -static-stdlib -Xclang-linker -static-libgcc -L "$archives" \
    || link "as it is found"
} > "$library.link" 2>&1 && mv "$library.new" "$library" || {
  rm -f "$library.new"
  echo "link-library: $library could not be linked; $library.link says why" >&2
  exit 1
}
