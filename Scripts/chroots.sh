#!/bin/sh
# Makes the systems in which the tests install and run the program: FOLDER/bookworm, where the Debian
# package goes in, and FOLDER/bullseye, an older C library. What can't be made is said, and its tests are
# skipped. Alpine has no debootstrap: the test runs where its minirootfs is unpacked as FOLDER/alpine.
#
#   sh Scripts/chroots.sh FOLDER
set -u
folder=$1
mirror=$(sh "$(dirname "$0")/mirrors.sh" | awk '$2 ~ /\/debian\/?$/ { print $2; exit }')
if [ "$(id -u)" != 0 ]; then
  echo "make: chroots need root; the tests that install the Debian package are skipped"
  exit 0
fi
mkdir -p "$folder"
for suite in bookworm bullseye; do
  [ -d "$folder/$suite" ] && continue
  if command -v debootstrap > "$folder/log" && [ -n "$mirror" ] \
    && debootstrap --variant=minbase "$suite" "$folder/$suite.new" "$mirror" > "$folder/log" 2>&1; then
    mv "$folder/$suite.new" "$folder/$suite"
  else
    rm -rf "$folder/$suite.new"
    echo "make: no chroot of $suite: $(tail -n 1 "$folder/log"); its tests are skipped"
  fi
done
[ -d "$folder/alpine" ] || echo "make: no $folder/alpine; its test is skipped"
