# What bash offers: bash bash.sh SCRIPT, a line of words each on standard input.
. "$1"
while IFS= read -r line; do
  # As readline parts a line, `=` and `:` outside quotes by themselves.
  COMP_WORDS=()
  rest=$line
  while [[ $rest =~ ^\ *((\'[^\']*\'|[^\ \'=:])+|[=:]+)(.*)$ ]]; do
    COMP_WORDS+=("${BASH_REMATCH[1]}")
    rest=${BASH_REMATCH[3]}
  done
  [[ $line == *' ' ]] && COMP_WORDS+=("")
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$line COMP_POINT=${#line} COMPREPLY=()
  _simulate_words simulate "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" 2> bash.err
  grep -v 'compopt: not currently' bash.err
  echo "$line: $(printf '%s\n' "${COMPREPLY[@]}" | sort | tr '\n' ' ')"
done
