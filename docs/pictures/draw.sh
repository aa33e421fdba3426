#!/bin/sh
# Draws the pictures of docs/idea.md into this folder; `make pictures` runs it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

seq 1 9 > slaps.txt
nine() { simulate --impulse '=2^(-t)' --input slaps.txt --from 0 --to 14 --step 0.01 "$@"; }
nine --plot "$here/slaps.png" > /dev/null
nine --stack | simulate plot - --stack --output "$here/residue.png"

printf '1,1\n2,1\n3,1\n4,1\n5,1\n6,1\n' > die.csv
throw() { simulate "$@" --between nothing --input die.csv | sed 1d; }
{
  echo dice,t,y
  throw --impulse die.csv | awk -F, '{ print "2," $1 "," $2 / 36 }'
  throw --impulse die.csv --impulse die.csv | awk -F, '{ print "3," $1 "," $2 / 216 }'
} | simulate plot - --with linespoints --output "$here/dice.png"

hours='--from 0 --to 24 --step 0.02'
{
  echo batches,t,y
  for n in 1000 24 6; do
    seq 0 $((n - 1)) | awk -v n=$n '{ print $1 * 6 / n "," 60 / n }' |
      simulate --impulse '=exp(-t/8)' --input - $hours | sed "1d; s/^/$n,/"
  done
} | simulate plot - --output "$here/batches.png"
