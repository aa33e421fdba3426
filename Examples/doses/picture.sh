tablet='=ka/(V*(ka - ke))*(exp(-ke*t) - exp(-ka*t))'
level() {
  simulate --impulse "$tablet" --set ka=1.5 --set ke=0.0866 --set V=32 --input "$1" \
    --from 0 --to 72 --step 0.1
}
level doses.csv > level.csv
level steady.csv | cut -d, -f2 > steady.txt
printf 'time,amount,every,count\n0,200,8,9\n' > slow.csv
level slow.csv | cut -d, -f2 > slow.txt
paste -d, level.csv steady.txt slow.txt > levels.csv
gnuplot -e "data='levels.csv'; picture='doses.png'" picture.gp
