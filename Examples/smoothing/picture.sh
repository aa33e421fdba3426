sh ./cmd > /dev/null
gnuplot -e "before='noisy.csv'; after='smooth.csv'; picture='smoothing.png'" picture.gp
