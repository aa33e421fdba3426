# gnuplot -e "data='motions.csv'; picture='oscillator.png'" picture.gp
set terminal pngcairo size 900,420 font "sans,12"
set output picture
set datafile separator ","
set key top right Left reverse samplen 4
set grid ytics lc rgb "#dddddd"
set border 3
set tics nomirror
set xlabel "time"
set ylabel "place"
set xrange [0:20]
set yrange [-0.8:1.8]
plot data using 1:3 skip 1 with lines lw 2.5 lc rgb "#4477aa" title "pushed", \
     data using 1:4 skip 1 with lines lw 2.5 dt 2 lc rgb "#888888" title "released", \
     data using 1:2 skip 1 with lines lw 2.5 lc rgb "#b5482a" title "kicked"
