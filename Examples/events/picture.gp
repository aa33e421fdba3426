# gnuplot -e "data='bold.csv'; words='words.csv'; picture='events.png'" picture.gp
set terminal pngcairo size 900,420 font "sans,12"
set output picture
set datafile separator ","
set key top right Left reverse samplen 2
set grid ytics lc rgb "#dddddd"
set border 3
set tics nomirror
set xlabel "time (s)"
set ylabel "blood flow, relative"
set xrange [0:200]
set yrange [-0.3:1.25]
set boxwidth 2
set style fill solid 0.9 noborder
plot words using ($1 + $2/2):(0.06) with boxes lc rgb "#888888" title "words", \
     data using 1:2 skip 1 with lines lw 2.5 lc rgb "#b5482a" title "response"
