# What fish offers: fish fish.fish SCRIPT, a line of words each on standard input.
source $argv[1]
while read -l line
    echo "$line: "(complete -C "$line" | string replace -r '\t.*' '' | sort | string join ' ')
end
