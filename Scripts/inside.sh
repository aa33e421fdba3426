#!/bin/sh
# What is inside the program that Scripts/link-statically.sh links: a line for each part, of fields
# separated by tabs: its name, its version, the file of its licence, and where its source is had.
#
#   sh Scripts/inside.sh SWIFTC
set -eu
swiftc=${1:-swiftc}

# Where every version of Debian's sources stays; other distributions have them by apt-get source alone.
archive=$(. /etc/os-release && [ "$ID" = debian ] && echo '; https://snapshot.debian.org/package/' || true)

# debian PACKAGE...: what Debian's packages of headers and archives bring, by their source packages.
debian() {
  for package; do
    dpkg-query -W -f '${source:Package}\t${source:Version}\t${Package}\n' "$package"
  done | awk -F'\t' -v archive="$archive" '{
    printf "%s\t%s\t/usr/share/doc/%s/copyright\tapt-get source %s=%s%s\n", $1, $2, $3, $1, $2,
      archive == "" ? "" : archive $1 "/"
  }'
}

debian libgsl-dev libfftw3-dev libpng-dev zlib1g-dev libeigen3-dev libfast-float-dev libfmt-dev \
  libtomlplusplus-dev libc6-dev "$(dpkg -S "$(readlink -f "$(cc -print-file-name=libstdc++.a)")" | sed 's/:.*//')"

toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v "$swiftc")")")")
version=$("$swiftc" --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
printf 'swift\t%s\t%s\thttps://github.com/swiftlang/swift, tag swift-%s-RELEASE\n' \
  "$version" "$toolchain/share/swift/LICENSE.txt" "$version"

# The packages that Package.swift names, at the versions that it names.
sed -n 's|.*url: "\(https://[^"]*/\([^/"]*\)\)", exact: "\([^"]*\)".*|\2\t\3\t.build/checkouts/\2/LICENSE.txt\t\1, tag \3; in source/|p' \
  "$(dirname "$0")/../Package.swift"
