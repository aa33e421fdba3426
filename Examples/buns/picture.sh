hours='--from 0 --to 48 --step 0.02'
simulate --impulse '=exp(-t/8)' --rate '=120*exp(-t/12)*(t<24)' $hours > exact.csv
awk 'BEGIN { for (u = 0; u < 24; u += 2) printf "%d,%.17g\n", u, 240 * exp(-u / 12) }' |
  simulate --impulse '=exp(-t/8)' --input - $hours > batches.csv
gnuplot -e "exact='exact.csv'; batches='batches.csv'; picture='buns.png'" picture.gp
