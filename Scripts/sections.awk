# The tables of docs/simulate.md as sections of the manual: a table's first column becomes the
# entry, the others its text.
#
#   awk -v sections="Exit codes=EXIT STATUS,..." -f sections.awk docs/simulate.md

function roff(text) {
  gsub(/\\\|/, "|", text)
  gsub(/\\/, "\\e", text)
  gsub(/-/, "\\-", text)
  gsub(/'/, "\\(aq", text)
  gsub(/\^/, "\\(ha", text)
  gsub(/~/, "\\(ti", text)
  # `code` in bold
  while (match(text, /`[^`]*`/))
    text = substr(text, 1, RSTART - 1) "\\fB" substr(text, RSTART + 1, RLENGTH - 2) "\\fR" \
      substr(text, RSTART + RLENGTH)
  if (text ~ /^\./) text = "\\&" text
  return text
}

BEGIN {
  count = split(sections, pairs, ",")
  for (k = 1; k <= count; k++) {
    split(pairs[k], pair, "=")
    title[pair[1]] = pair[2]
  }
}

/^#/ {
  heading = $0
  sub(/^#+ /, "", heading)
  inside = heading in title
  if (inside) print ".SH " title[heading]
  isTable = 0
  next
}
!inside { next }
/^\| *---/ { isTable = 1; next }
/^\|/ && !isTable { next }
/^\|/ {
  row = $0
  gsub(/\\\|/, "\001", row)
  cells = split(row, cell, "|")
  text = ""
  for (k = 3; k < cells; k++) {
    gsub(/^ +| +$/, "", cell[k])
    if (cell[k] != "") text = text (text == "" ? "" : "; ") cell[k]
  }
  gsub(/^ +| +$/, "", cell[2])
  gsub(/\001/, "|", text)
  gsub(/\001/, "|", cell[2])
  print ".TP\n" roff(cell[2]) "\n" roff(text)
  next
}
/^$/ { if (!isTable) print ".PP"; else { isTable = 0; print ".PP" }; next }
{ print roff($0) }
