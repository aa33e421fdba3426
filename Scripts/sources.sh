#!/bin/sh
# Fetches the source packages of what Debian's archives bring into the program, at the versions that
# are inside. Apt's own settings are left alone: its lists of sources are kept in a folder of their own.
#
#   sh Scripts/sources.sh FOLDER [SWIFTC]
set -eu
mkdir -p "$1"
folder=$(cd "$1" && pwd)
inside=$(sh "$(dirname "$0")/inside.sh" "${2:-swiftc}")
lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT
mkdir -p "$lists/lists/partial" "$lists/cache/archives/partial"

# Where apt has its packages from, it has their sources from too.
sh "$(dirname "$0")/mirrors.sh" | sed 's/^deb /deb-src /' > "$lists/sources.list"
apt() {
  apt-get -qq -o APT::Sandbox::User=root -o Dir::Etc::SourceList="$lists/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::State::Lists="$lists/lists" -o Dir::Cache="$lists/cache" "$@"
}
apt update
# The runtime of GCC and of Swift may be passed on without their sources: their licences except it.
echo "$inside" | awk -F'\t' '$4 ~ /^apt-get/ && $1 !~ /^gcc-/ { print $1 "=" $2 }' > "$lists/wanted"
missing=0
while read -r package; do
  if (cd "$folder" && apt source --download-only "$package" 2> "$lists/log"); then
    echo "$package"
  else
    echo "make: $package is not to be had from apt's mirror any more: $(tail -n 1 "$lists/log")" >&2
    missing=1
  fi
done < "$lists/wanted"
exit $missing
