sh ./cmd > peaks.csv
gnuplot -e "data='peaks.csv'; picture='sweep.png'" picture.gp
