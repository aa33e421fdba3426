#!/bin/sh
# Packs the built program, its manual, completions and pages, and what the licences of its parts ask
# for. The same program gives the same bytes, in whatever folder, at whatever time.
#
#   sh Scripts/package.sh deb|dist PROGRAM FOLDER [SWIFTC]
#
# deb   FOLDER/simulate_VERSION_ARCHITECTURE.deb
# dist  FOLDER/simulate-VERSION-linux-MACHINE.tar.gz, to be unpacked anywhere
#
# Times inside are SOURCE_DATE_EPOCH, by default that of the last commit. The maintainer of the Debian
# package is DEBFULLNAME and DEBEMAIL.
set -eu
kind=$1
program=$(readlink -f "$2")
mkdir -p "$3"
folder=$(cd "$3" && pwd)
swiftc=${4:-swiftc}
cd "$(dirname "$0")/.."
umask 022
export LC_ALL=C.UTF-8 TZ=UTC
version=$(cat VERSION)
: "${SOURCE_DATE_EPOCH:=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y VERSION)}"
export SOURCE_DATE_EPOCH

refuse() {
  echo "make: $1" >&2
  exit 1
}
[ -x "$program" ] || refuse "$2 must be there; make build"
[ "$("$program" --version)" = "$version" ] || refuse "$2 is of another version than VERSION; make build"
if readelf -lW "$program" | grep -q INTERP; then
  refuse "$2 needs libraries of this machine, and a package must run on others: $2.link says why"
fi

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
sh Scripts/inside.sh "$swiftc" > "$place/inside"

# What Make installs, below a folder.
installed() {
  make -s --no-print-directory install-built BUILT="$program" LIBRARY= DESTDIR="$1" "PREFIX=$2" "ZSH=$1$3" > "$place/log" \
    || { cat "$place/log" >&2; exit 1; }
}

# The files of the package, of those that were committed where git is.
files() {
  git ls-files 2>/dev/null || find . -type f -not -path './.*' | sed 's|^\./||'
}

# Copies the files that standard input lists.
copy() {
  while read -r file; do
    [ -f "$file" ] || continue
    mkdir -p "$1/$(dirname "$file")"
    cp "$file" "$1/$file"
  done
}

# The pages and the licences of what is inside, into a folder.
pages() {
  mkdir -p "$1/licences"
  files | grep -E '^(README|CHANGELOG)\.md$|^(docs|Examples)/' | copy "$1"
  while IFS='	' read -r part _ licence _; do
    [ -f "$licence" ] || refuse "$licence must be there: the licence of $part, which is inside"
    cp "$licence" "$1/licences/$part"
  done < "$place/inside"
  {
    echo "simulate $version is under the GNU General Public License, version 3 or later. These are linked"
    echo "inside the program, each under its own licence, which lies in licences/; and their sources are had"
    echo "so. Whoever passes the program on must offer the sources of GSL, FFTW and the C library with it:"
    echo "make sources, in a clone, fetches those of this machine's versions."
    awk -F'\t' '{ printf "\n%s %s\n    licences/%s\n    %s\n", $1, $2, $1, $4 }' "$place/inside"
  } > "$1/SOURCES"
}

# Modes and times say nothing of who packed.
plain() {
  find "$1" -type d -exec chmod 755 {} +
  find "$1" -type f -exec chmod u+w,go=u,go-w {} +
  find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

deb() {
  architecture=$(dpkg --print-architecture)
  root=$place/root
  installed "$root" /usr /usr/share/zsh/vendor-completions
  gzip -9n "$root"/usr/share/man/man1/*.1
  doc=$root/usr/share/doc/simulate
  pages "$doc"
  maintainer="${DEBFULLNAME:-simulate's maintainers} <${DEBEMAIL:-maintainers@simulate.invalid}>"
  {
    printf 'simulate (%s) unstable; urgency=medium\n\n' "$version"
    printf '  * See CHANGELOG.md.\n\n -- %s  %s\n' "$maintainer" "$(date -R -d "@$SOURCE_DATE_EPOCH")"
  } | gzip -9n > "$doc/changelog.gz"
  {
    echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
    echo "Upstream-Name: simulate"
    echo "Comment: The program is linked statically; SOURCES lists what is inside and where its sources are,"
    echo " licences/ holds the licence of each part."
    printf '\nFiles: *\nCopyright: %s The authors of simulate\nLicense: GPL-3+\n' "$(date -d "@$SOURCE_DATE_EPOCH" +%Y)"
    printf '\nLicense: GPL-3+\n'
    echo " This program is free software: you can redistribute it and/or modify it under the terms of the GNU"
    echo " General Public License as published by the Free Software Foundation, either version 3 of the License,"
    echo " or (at your option) any later version."
    echo " ."
    echo " On Debian systems, the text of the GNU General Public License is in"
    echo " /usr/share/common-licenses/GPL-3."
  } > "$doc/copyright"
  mkdir -p "$root/DEBIAN" "$root/usr/share/lintian/overrides"
  {
    echo "# One file that runs wherever the kernel does; Built-Using and SOURCES say what is inside."
    echo "simulate: statically-linked-binary [usr/bin/simulate]"
    grep -E '^(libpng1\.6|zlib)	' "$place/inside" | sed 's/	.*//; s/1\.6//' \
      | sed 's|.*|simulate: embedded-library & [usr/bin/simulate]|'
  } > "$root/usr/share/lintian/overrides/simulate"
  {
    printf 'Package: simulate\nVersion: %s\nArchitecture: %s\nMaintainer: %s\n' \
      "$version" "$architecture" "$maintainer"
    printf 'Installed-Size: %s\n' "$(du -k -s --apparent-size "$root/usr" | cut -f 1)"
    echo "Suggests: gnuplot-nox, libsndfile1"
    printf 'Built-Using: %s\n' "$(awk -F'\t' '$4 ~ /^apt-get/ { printf "%s%s (= %s)", sep, $1, $2; sep = ", " }' "$place/inside")"
    printf 'Section: science\nPriority: optional\n'
    echo "Description: exact outputs of linear time-invariant systems"
    echo " simulate computes what a linear time-invariant system makes of impulses and"
    echo " rates, by convolution with its impulse response: at any times, without a grid,"
    echo " each number with a bound on its error. Systems are samples, formulas, transfer"
    echo " functions, differential equations, filters. Further subcommands sweep, fit,"
    echo " deconvolve, describe, draw, and smooth pictures."
  } > "$root/DEBIAN/control"
  plain "$root"
  (cd "$root" && find usr -type f -print | sort | xargs -d '\n' md5sum) > "$root/DEBIAN/md5sums"
  plain "$root/DEBIAN"
  dpkg-deb --root-owner-group -Zxz -z2 --build "$root" "$place/package.deb" > "$place/log" \
    || { cat "$place/log" >&2; exit 1; }
  mv "$place/package.deb" "$folder/simulate_${version}_$architecture.deb"
  echo "$folder/simulate_${version}_$architecture.deb"
}

# The program's own sources and those of the Swift packages in it.
sources() {
  files | copy "$1"
  awk -F'\t' '$4 ~ /in source/ { print $1 }' "$place/inside" | while read -r part; do
    mkdir -p "$1/dependencies/$part"
    (cd ".build/checkouts/$part" && find . -type f -not -path './.git/*' -not -name .git | copy "$1/dependencies/$part")
  done
}

dist() {
  name=simulate-$version-linux-$(uname -m)
  root=$place/$name
  installed "$root" "" /share/zsh/site-functions
  pages "$root/share/doc/simulate"
  cp LICENSE "$root/"
  for text in GPL-2 LGPL-2.1 Apache-2.0 MPL-2.0; do
    # The licences of the parts name these by their place on Debian.
    cp "/usr/share/common-licenses/$text" "$root/share/doc/simulate/licences/"
  done
  sources "$root/source"
  plain "$root"
  tar --sort=name --owner=0 --group=0 --numeric-owner --format=ustar -C "$place" -cf - "$name" \
    | gzip -9n > "$place/$name.tar.gz"
  mv "$place/$name.tar.gz" "$folder/"
  echo "$folder/$name.tar.gz"
}

case $kind in
  deb) deb ;;
  dist) dist ;;
  *) refuse "deb or dist, found $kind" ;;
esac
