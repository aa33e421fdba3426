#!/bin/sh
# Writes the manual's pages, one for the program and one for each subcommand, into a folder.
#
#   sh Scripts/manual.sh PROGRAM FOLDER
set -eu

program=$1
folder=$2
scripts=$(dirname "$0")
version=$("$program" --version)
# Help in lines that are never folded.
export COLUMNS=9999 LC_ALL=C.UTF-8
helps=$(mktemp -d)
trap 'rm -rf "$helps"' EXIT

# The subcommands that a help lists, but for the default one, which is part of its parent's page.
subcommands() {
  awk '/^SUBCOMMANDS:/ { inside = 1; next }
    inside && /^  [^ ]/ && !/^  See / && $2 != "(default)" { print $1 }' "$1"
}

default() {
  awk '/^SUBCOMMANDS:/ { inside = 1; next } inside && $2 == "(default)" { print $1 }' "$1"
}

# A page for the words of a subcommand, then those for the subcommands below it.
page() {
  name=$(echo "simulate $*" | sed 's/ *$//; s/ /-/g')
  "$program" "$@" --help > "$helps/$name"
  default=$(default "$helps/$name")
  : > "$helps/default"
  if [ -n "$default" ]; then "$program" "$@" "$default" --help > "$helps/default"; fi
  awk -v name="$name" -v version="$version" -f "$scripts/manual.awk" \
    "$helps/$name" "$helps/default" > "$folder/$name.1"
  if [ "$name" != simulate ]; then printf '.SH SEE ALSO\n.BR simulate (1)\n' >> "$folder/$name.1"; fi
  for word in $(subcommands "$helps/$name"); do page "$@" "$word"; done
}

page
{
  awk -v sections="Values=VALUES,Files=FILES,Event tables=EVENT TABLES,Exit codes=EXIT STATUS,\
Messages=DIAGNOSTICS" -f "$scripts/sections.awk" "$scripts/../docs/simulate.md"
  printf '.SH ENVIRONMENT\n.TP\n\\fBNO_COLOR\\fR\nno colours in the terminal\n'
  printf '.SH SEE ALSO\n'
} >> "$folder/simulate.1"
(cd "$folder" && ls simulate-*.1) | sed 's/-/\\-/g; s/^/.BR /; s/\.1$/ (1)/; $!s/$/,/' \
  >> "$folder/simulate.1"
