# gnuplot -e "data='swelling.csv'; slaps='slaps.csv'; picture='slaps.png'" picture.gp
set terminal pngcairo size 900,420 font "sans,12"
set output picture
set datafile separator ","
set xlabel "time (s)"
set ylabel "swelling"
set xrange [0:11]
set yrange [0:*]
set key top left reverse Left samplen 2
set grid ytics lc rgb "#dddddd"
set border 3
set tics nomirror
plot data using 1:2 skip 1 with filledcurves y1=0 lc rgb "#f3d9c9" notitle, \
     data using 1:2 skip 1 with lines lw 2.5 lc rgb "#b5482a" title "swelling", \
     slaps using 1:(0.25) skip 1 with impulses lw 2 lc rgb "#333333" title "slaps"
