# 10 and 40 slaps of the same force in all, and a pressure.
hours='--from 0 --to 8 --step 0.01'
slaps() {
  awk -v n="$1" 'BEGIN { for (k = 0; k < n; k++) printf "%.17g,%.17g\n", k * 4 / n, 4 / n }' |
    simulate --impulse '=exp(-t/2)' --input - $hours | sed "1d; s/^/$1 slaps,/"
}
{
  echo swelling,t,y
  slaps 10
  slaps 40
  simulate --impulse '=exp(-t/2)' --rate '=(t<4)' $hours | sed '1d; s/^/a pressure,/'
} | simulate plot - --xlabel 'time (h)' --ylabel swelling --output integral.png
