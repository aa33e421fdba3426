# What the scripts of this folder share: a sweep of 600 runs, and its bytes from one serial run.
set -eu
# Daemons live there.
PATH=$PATH:/usr/sbin:/sbin

skip() { echo "skipped: $1"; exit 0; }

# Installs a Debian package whose program is missing; false where that can't be done.
have() {
  command -v "$1" > /dev/null 2>&1 && return 0
  [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null 2>&1 || return 1
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$2" > /dev/null 2>&1 ||
    { apt-get update -q > /dev/null 2>&1 &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$2" > /dev/null 2>&1; } || return 1
  command -v "$1" > /dev/null 2>&1
}

printf 'time,amount\n0,1\n1,1\n2.5,0.5\n' > slaps.csv
sweep() {
  simulate sweep --impulse '=t*exp(-t/tau)' --input slaps.csv --from 0 --to 20 --step 0.1 \
    --vary tau=1:4:0.01 --vary dose=1,2 --scale-input dose "$@"
}
plan() {
  engine=$1
  shift
  simulate sweep plan --for "$engine" "$@" --impulse '=t*exp(-t/tau)' --input slaps.csv --from 0 \
    --to 20 --step 0.1 --vary tau=1:4:0.01 --vary dose=1,2 --scale-input dose --output shards \
    2> /dev/null
}
sweep > serial.csv

# Compares what was merged with the serial run.
compare() { cmp all.csv serial.csv && echo "the same bytes"; }
