# gnuplot -e "data='levels.csv'; picture='doses.png'" picture.gp
set terminal pngcairo size 900,420 font "sans,12"
set output picture
set datafile separator ","
set key top right Left reverse samplen 2
set grid ytics lc rgb "#dddddd"
set border 3
set tics nomirror
set key bottom right
set xlabel "time (h)"
set ylabel "level in the blood (mg/l)"
set xrange [0:72]
set yrange [0:15]
set xtics 8
plot data using 1:3 skip 1 with lines lw 7 lc rgb "#dddddd" title "200 mg every 8 h for ever", \
     data using 1:4 skip 1 with lines lw 1.5 lc rgb "#4477aa" title "200 mg from the start", \
     data using 1:2 skip 1 with lines lw 2.5 lc rgb "#b5482a" title "400 mg, then 200 mg"
