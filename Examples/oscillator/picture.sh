sed 's/--step 0.5/--step 0.05/' cmd > fine
sh ./fine > motions.csv
gnuplot -e "data='motions.csv'; picture='oscillator.png'" picture.gp
