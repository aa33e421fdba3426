#!/bin/sh
# Draws the pictures of docs/idea.md into this folder; `make pictures` runs it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

seq 1 9 > slaps.txt
nine() { simulate --impulse '=2^(-t)' --input slaps.txt --from 0 --to 14 --step 0.01 "$@"; }
nine --xlabel 'time (h)' --ylabel swelling --plot "$here/slaps.png" > /dev/null
nine --stack | simulate plot - --stack --xlabel 'time (h)' --ylabel swelling --output "$here/residue.png"

cp "$here/../run/die.csv" .
throw() { simulate "$@" --between nothing --input die.csv | sed 1d; }
{
  echo dice,t,y
  throw --impulse die.csv | sed 's/^/2,/'
  throw --impulse die.csv --impulse die.csv | sed 's/^/3,/'
} | simulate plot - --with stems --xlabel sum --ylabel chance --output "$here/dice.png"

hours='--from 0 --to 14 --step 0.01'
{
  echo 'swelling,t,y'
  for n in 1 4; do
    seq $((9 * n)) | awk -v n=$n '{ print $1 / n "," 1 / n }' |
      simulate --impulse '=2^(-t)' --input - $hours | sed "1d; s/^/$n slaps an hour,/"
  done
  simulate --impulse '=2^(-t)' --rate '=(t<9)' $hours | sed '1d; s/^/a steady pressure,/'
} | simulate plot - --xlabel 'time (h)' --ylabel swelling --output "$here/pressure.png"
