#!/bin/sh
# Where apt has Debian's own packages from, in lines `deb ADDRESS SUITE COMPONENT...`.
set -eu
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
  if [ -f "$file" ]; then sed -n 's/^ *deb  *\(\[[^]]*\] *\)\{0,1\}/deb /p' "$file"; fi
done | grep -E ' (main|universe)( |$)' || true
for file in /etc/apt/sources.list.d/*.sources; do
  [ -f "$file" ] || continue
  awk '
    function show(  u, s, k, m) {
      if (types ~ /(^| )deb( |$)/ && components ~ /main/) {
        u = split(uris, uri, " "); s = split(suites, suite, " ")
        for (k = 1; k <= u; k++) for (m = 1; m <= s; m++) print "deb", uri[k], suite[m], components
      }
      types = uris = suites = components = ""
    }
    /^Types:/ { sub(/^[^:]*: */, ""); types = $0 }
    /^URIs:/ { sub(/^[^:]*: */, ""); uris = $0 }
    /^Suites:/ { sub(/^[^:]*: */, ""); suites = $0 }
    /^Components:/ { sub(/^[^:]*: */, ""); components = $0 }
    /^ *$/ { show() }
    END { show() }' "$file"
done
