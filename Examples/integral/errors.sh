#!/bin/sh
# How far n slaps are from the integral, for growing n: a table on standard output.
set -eu
# slaps N PART: N slaps of 4/N within 4 hours, each PART of the way into its share of the time.
slaps() {
  awk -v n="$1" -v part="$2" 'BEGIN {
    for (k = 0; k < n; k++) printf "%.17g,%.17g\n", (k + part) * 4 / n, 4 / n
  }'
}
# row IMPULSE TIME FILE-OPTION FILE: the value at one time.
at() {
  echo "$2" > time.txt
  simulate --impulse "$1" "$3" "$4" --times time.txt | sed -n '2s/.*,//p'
}
# error N PART IMPULSE TIME: the slaps' value less the integral's.
error() {
  sum=$(slaps "$1" "$2" | at "$3" "$4" --input -)
  integral=$(at "$3" "$4" --rate '=(t<4)')
  awk -v sum="$sum" -v integral="$integral" 'BEGIN { printf "%.2g", sum - integral }'
}
echo n,at_the_start,in_the_middle,inside_a_share,inside_a_share_from_zero
for n in 10 100 1000; do
  echo "$n,$(error $n 0 '=exp(-t/2)' 2),$(error $n 0.5 '=exp(-t/2)' 2),$(
    error $n 0.5 '=exp(-t/2)' 2.013),$(error $n 0.5 '=t*exp(-t/2)' 2.013)"
done
