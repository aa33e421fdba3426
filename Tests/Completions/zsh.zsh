# What zsh offers: zsh -f zsh.zsh SCRIPT, a line of words each on standard input. The completion system runs in a
# terminal of its own, where what it would add is written down instead.
zmodload zsh/zpty
zpty inner zsh -f -i
zpty -w inner "PROMPT=; autoload -Uz compinit; compinit -u -D; source ${(q)1}
  zstyle ':completion:*' list-max 0; LISTMAX=0
  compadd () {
    if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd \"\$@\"; return; fi
    local -a found; builtin compadd -A found \"\$@\"
    print -rl -- \$found >> offered.txt
    builtin compadd \"\$@\"
  }
  bindkey '^X' complete-word; bindkey '^B' kill-whole-line; print READY"
until [[ $seen == *READY*READY* ]]; do zpty -r inner chunk || break; seen+=$chunk; done
while IFS= read -r line; do
  : > offered.txt
  zpty -n -w inner "$line"$'\C-X'
  # Until nothing more is offered.
  size=-1
  for turn in {1..60}; do
    sleep 0.1
    zpty -r -t inner chunk && seen+=$chunk
    now=$(wc -c < offered.txt)
    (( now > 0 && now == size )) && break
    size=$now
  done
  zpty -n -w inner $'\C-C'
  sleep 0.1
  print -r -- "$line: $(sort -u offered.txt | tr '\n' ' ')"
done
zpty -d inner
