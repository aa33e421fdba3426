# One page of the manual, from what the command's help says with very long lines.
#
#   COLUMNS=9999 simulate sweep --help | awk -v name=simulate-sweep -v version=1.0 -f manual.awk
#
# Of several helps the first gives the name and the description, all of them the options.

# Text that roff prints as it is: what it would turn into typographic signs is protected.
function plain(text) {
  gsub(/\\/, "\\e", text)
  gsub(/-/, "\\-", text)
  gsub(/'/, "\\(aq", text)
  gsub(/`/, "\\(ga", text)
  gsub(/\^/, "\\(ha", text)
  gsub(/~/, "\\(ti", text)
  gsub(/…/, "...", text)
  if (text ~ /^\./) text = "\\\\&" text
  return text
}

# An option's name in bold, its value in italics.
function label(text) {
  text = plain(text)
  gsub(/<[^>]*>/, "\\fI&\\fR\\fB", text)
  return "\\fB" text "\\fR"
}

function entry(text,    end, help) {
  sub(/^  /, "", text)
  end = index(text, "  ")
  if (end == 0) return ".TP\n" label(text)
  help = substr(text, end)
  sub(/^ +/, "", help)
  return ".TP\n" label(substr(text, 1, end - 1)) "\n" plain(help)
}

FNR == 1 { place = ""; file++ }

/^OVERVIEW: / {
  if (file == 1) abstract = plain(substr($0, 11))
  place = "overview"
  next
}
/^USAGE: / { synopsis = synopsis ".br\n" plain(substr($0, 8)) "\n"; place = "usage"; next }
place != "overview" && /^[A-Z][A-Z ]*:$/ {
  title = substr($0, 1, length($0) - 1)
  place = (title in seen) ? "" : "entries"
  if (title == "SUBCOMMANDS") { place = "subcommands"; next }
  if (place == "") next
  seen[title] = 1
  # What every subcommand has comes last.
  if (title == "OPTIONS" && file == 1) { place = "general"; next }
  options = options ".SS " substr(title, 1, 1) tolower(substr(title, 2)) "\n"
  next
}

place == "overview" && file > 1 { next }
place == "overview" && /^Examples?:$/ { place = "examples"; next }
place == "examples" && /^  / {
  examples = examples plain(substr($0, 3)) "\n"
  next
}
place == "examples" { place = "overview" }
place == "overview" && /^$/ { description = description ".PP\n"; next }
# A further line of the first sentence, or of what follows it.
place == "overview" { description = description plain($0) "\n"; next }

place == "entries" && /^  [^ ]/ { options = options entry($0) "\n"; next }
place == "general" && /^  [^ ]/ { general = general entry($0) "\n"; next }
place == "subcommands" && /^  See / { next }
place == "subcommands" && /^  [^ ]/ {
  subcommands = subcommands entry($0) "\n"
  next
}
# Help that did not fit beside its option.
/^   +[^ ]/ {
  sub(/^ +/, "")
  if (place == "entries") options = options plain($0) "\n"
  if (place == "subcommands") subcommands = subcommands plain($0) "\n"
}

END {
  print "'\\\" -*- coding: UTF-8 -*-"
  print ".\\\" Written from what " name " says of itself; see Scripts/manual.sh."
  print ".TH " toupper(plain(name)) " 1 \"\" \"simulate " version "\" \"User Commands\""
  sub(/\.$/, "", abstract)
  print ".SH NAME\n" plain(name) " \\- " tolower(substr(abstract, 1, 1)) substr(abstract, 2)
  sub(/^\.br\n/, "", synopsis)
  print ".SH SYNOPSIS\n.nf\n" synopsis ".fi"
  if (examples != "") print ".SH EXAMPLES\n.nf\n" examples ".fi"
  gsub(/(\.PP\n)+/, ".PP\n", description)
  sub(/^\.PP\n/, "", description)
  sub(/\.PP\n$/, "", description)
  if (description != "") print ".SH DESCRIPTION\n" description
  if (subcommands != "") print ".SH SUBCOMMANDS\n" subcommands
  print ".SH OPTIONS\n" options ".SS General\n" general
}
