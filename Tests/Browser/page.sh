#!/bin/sh
# Drives pages in a real browser, headless, and compares what they show with the CSV of the same
# run. Usage: page.sh SIMULATE. Exit 0: right; 1: wrong; 77: there is no browser.
set -eu
simulate=$1
here=$(cd "$(dirname "$0")" && pwd)
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
  echo "skipped: no chromium; apt-get install chromium"
  exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

open() { # open PAGE: its DOM after its scripts have run
  HOME="$work" timeout 120 "$browser" --headless --no-sandbox --disable-gpu --no-first-run \
    --disable-dev-shm-usage --user-data-dir="$work/profile" --window-size=1200,1600 \
    --virtual-time-budget=2000 --dump-dom "file://$work/$1" 2>"$work/browser.log"
}

# drive NAME TOLERANCE OPTIONS...: the page and the table of one run, compared.
drive() {
  name=$1; tolerance=$2; shift 2
  "$simulate" page "$@" --output "$name.html"
  "$simulate" "$@" --stack --output "$name.csv"
  compare "$name" "$tolerance" '{}'
}

# moved NAME TOLERANCE MOVES PAGE RUN OPTIONS...: a page made with the options PAGE, in which numbers are moved, and
# the table of a run with the options RUN, which has those numbers from the start.
moved() {
  name=$1; tolerance=$2; moves=$3; page=$4; run=$5; shift 5
  # shellcheck disable=SC2086
  "$simulate" page "$@" $page --output "$name.html"
  "$simulate" "$@" $run --stack --output "$name.csv"
  compare "$name" "$tolerance" "$moves"
}

# compare NAME TOLERANCE MOVES
compare() {
  name=$1; tolerance=$2; moves=$3
  [ "$(wc -c < "$name.html")" -le 300000 ] || { echo "$name: more than 300 kB"; exit 1; }
  {
    echo '<!DOCTYPE html><script>window.problems = [];
      addEventListener("error", event => problems.push(event.message));
      console.error = (...words) => problems.push(words.join(" "));</script>'
    sed 1d "$name.html"
    echo "<script type=\"text/csv\" id=\"csv\" data-tolerance=\"$tolerance\" data-moves='$moves'>"
    cat "$name.csv"
    echo '</script><script>'
    # In a block of its own: the page's names are not the test's.
    echo '{'; cat "$here/drive.js"; echo '}</script>'
  } > "$name-driven.html"
  verdict=$(open "$name-driven.html" | sed -n 's/.*<p id="verdict">\(.*\)<\/p>.*/\1/p')
  echo "$name: ${verdict:-no verdict}"
  case $verdict in right*) ;; *) exit 1 ;; esac
}

seq 0 0.7 34.3 > many.txt
printf 'time,amount,duration\n0,2,0\n1.3,1,2.5\n4,-1,0\n4.5,3,1\n' > mixed.csv
printf 't,h\n0,0\n0.25,1\n0.75,0.5\n2,0.125\n4,0\n' > decay.csv
printf 't,r\n0,1\n3,2\n6,0\n' > rate.csv
printf 'time,amount\n2010-01-14,3\n2010-01-17,1\n2010-01-18,5\n' > rain.csv
printf '1,1\n2,1\n3,1\n4,1\n5,1\n6,1\n' > die.csv

drive slaps 1e-12 --impulse decay.csv --input many.txt --to 39.98 --step 0.02
drive formula 1e-12 --impulse '=exp(-t/2)*cos(3*t)' --input many.txt --from 0 --to 40 --step 0.0205
drive pulses 1e-11 --impulse '=exp(-t)' --input mixed.csv --to 12 --step 0.05
drive rate 1e-11 --impulse '=exp(-t/2)' --input mixed.csv --rate rate.csv --to 12 --step 0.1
drive gate 1e-12 --impulse '=(t<2.05)*exp(-t/3)+0.1*(t<5.05)' --input many.txt --to 12 --step 0.1
drive dates 1e-12 --impulse decay.csv --input rain.csv --step 0.125
drive dice 1e-12 --impulse die.csv --between nothing --input die.csv

# Moved numbers: what the page computes is what a run with these numbers prints.
printf '0,1\n1.3,1\n4,-1\n4.5,3\n' > four.csv
printf '0,1\n1.3,2.5\n4,-1\n4.5,3\n' > five.csv
printf 'time,amount,duration\n0,2,0\n1.3,3,2.5\n4,-1,0\n4.5,3,1\n' > remixed.csv
rows='--from 0 --to 12 --step 0.05'
moved amounts 1e-12 '{"amount-1":2.5}' '--input four.csv' '--input five.csv' --impulse decay.csv $rows
moved names 1e-9 '{"set-k":0.7,"set-w":2.9,"amount-1":2.5}' '--set k=0.5 --set w=3 --input four.csv' \
  '--set k=0.7 --set w=2.9 --input five.csv' --impulse '=exp(-k*t)*cos(w*t)/(1+k)' $rows
moved gated 1e-9 '{"set-d":3.14159,"set-a":2}' '--set d=2 --set a=1 --input four.csv' \
  '--set d=3.14159 --set a=2 --input four.csv' --impulse '=a*(t<d)*sqrt(1+t)' --delay 0.25 $rows
moved density 1e-9 '{"set-n":3.7,"set-b":0.6}' '--set n=2.5 --set b=1.5 --input mixed.csv' \
  '--set n=3.7 --set b=0.6 --input mixed.csv' --impulse '=gamma_pdf(t, n, b)' $rows
moved transfer 1e-9 '{"set-d":0.05,"set-w":5}' '--set d=0.4 --set w=1 --input mixed.csv' \
  '--set d=0.05 --set w=5 --input mixed.csv' --impulse '=w^2*(1+s/3)/(s^2 + 2*d*w*s + w^2)/(s+1)' $rows
moved pulses-moved 1e-9 '{"set-k":2,"amount-1":3}' '--set k=1 --input mixed.csv' '--set k=2 --input remixed.csv' \
  --impulse '=exp(-k*t)' $rows
moved both-sides 1e-9 '{"set-k":3}' '--set k=1 --input four.csv' '--set k=3 --input four.csv' \
  --impulse '=exp(-k*abs(t))' --two-sided $rows

# A choice of groups and of channels.
printf 'ID,time,amount\n1,0,1\n1,2,1\n2,0.5,3\n2,3,1\n' > both.csv
moved groups 1e-12 '{"choice":1}' '--by ID' '--where ID=2' --impulse '=exp(-t)' --input both.csv $rows
