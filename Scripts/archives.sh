#!/bin/sh
# The archives that Debian's -dev packages bring of libraries, and of what those need.
#
#   sh Scripts/archives.sh LIBRARY...
set -eu
for library; do
  directory=$(pkg-config --variable=libdir "$library")
  for part in $(pkg-config --static --libs-only-l "$library"); do
    archive=$directory/lib${part#-l}.a
    case $part in -lm | -lc | -lpthread) ;; *) if [ -f "$archive" ]; then echo "$archive"; fi ;; esac
  done
done
