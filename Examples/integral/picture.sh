sh ./errors.sh > errors.csv
slaps() {
  awk -v n="$1" 'BEGIN { for (k = 0; k < n; k++) printf "%.17g,%.17g\n", k * 4 / n, 4 / n }' |
    simulate --impulse '=exp(-t/2)' --input - --from 0 --to 8 --step 0.01
}
slaps 10 > ten.csv
slaps 40 > forty.csv
simulate --impulse '=exp(-t/2)' --rate '=(t<4)' --from 0 --to 8 --step 0.01 > rate.csv
gnuplot -e "picture='integral.png'" picture.gp
