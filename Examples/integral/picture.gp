# gnuplot -e "picture='integral.png'" picture.gp, beside ten.csv, forty.csv, rate.csv, errors.csv
set terminal pngcairo size 1000,420 font "sans,12"
set output picture
set datafile separator ","
set key top right Left reverse samplen 2
set grid ytics lc rgb "#dddddd"
set border 3
set tics nomirror
set multiplot layout 1,2
set xlabel "time (h)"
set ylabel "swelling"
set xrange [0:8]
set yrange [0:2.4]
plot "ten.csv" using 1:2 skip 1 with lines lw 1.5 lc rgb "#4477aa" title "10 slaps", \
     "forty.csv" using 1:2 skip 1 with lines lw 1.5 lc rgb "#ccaa44" title "40 slaps", \
     "rate.csv" using 1:2 skip 1 with lines lw 2.5 lc rgb "#b5482a" title "pressed all the time"
set xlabel "slaps"
set ylabel "distance from the integral"
set logscale xy
set xrange [5:2000]
set yrange [1e-8:10]
set format y "10^{%L}"
set key bottom left
plot "errors.csv" using 1:2 skip 1 with linespoints pt 7 lw 2 lc rgb "#4477aa" title "at the start", \
     "errors.csv" using 1:(abs($3)) skip 1 with linespoints pt 5 lw 2 lc rgb "#b5482a" title "in the middle"
