# gnuplot -e "exact='exact.csv'; batches='batches.csv'; picture='buns.png'" picture.gp
set terminal pngcairo size 900,420 font "sans,12"
set output picture
set datafile separator ","
set key top right Left reverse samplen 4
set grid ytics lc rgb "#dddddd"
set border 3
set tics nomirror
set xlabel "time (h)"
set ylabel "good buns"
set xrange [0:48]
set yrange [0:600]
set xtics 6
plot batches using 1:2 skip 1 with filledcurves y1=0 lc rgb "#f3d9c9" title "12 batches", \
     exact using 1:2 skip 1 with lines lw 2.5 lc rgb "#b5482a" title "baked all the time", \
     (x < 24 ? 120*exp(-x/12) : 1/0) with lines lw 2 dt 2 lc rgb "#333333" title "baked in an hour"
