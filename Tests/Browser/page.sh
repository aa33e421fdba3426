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
  [ "$(wc -c < "$name.html")" -le 300000 ] || { echo "$name: more than 300 kB"; exit 1; }
  {
    echo '<!DOCTYPE html><script>window.problems = [];
      addEventListener("error", event => problems.push(event.message));
      console.error = (...words) => problems.push(words.join(" "));</script>'
    sed 1d "$name.html"
    echo "<script type=\"text/csv\" id=\"csv\" data-tolerance=\"$tolerance\">"
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
