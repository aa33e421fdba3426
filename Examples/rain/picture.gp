# gnuplot -e "picture='rain.png'" picture.gp, beside storm.csv, runoff.csv, rain_daily.csv, spring.csv
set terminal pngcairo size 900,640 font "sans,12"
set output picture
set datafile separator ","
set key top right Left reverse samplen 2
set grid ytics lc rgb "#dddddd"
set border 3
set tics nomirror
set style fill solid 0.9 noborder
set lmargin 10
set rmargin 9
set y2tics nomirror
set border 11
set multiplot layout 2,1
set title "a storm and the river"
set xlabel "time (half hours)"
set ylabel "runoff (cfs)"
set y2label "rain (in per half hour)"
set xrange [0:12]
set yrange [0:16000]
set y2range [6:0]
set y2tics 0,1,2
set boxwidth 0.9
set key at graph 0.98, graph 0.72
plot "storm.csv" using ($1 + 0.5):2 skip 2 axes x1y2 with boxes lc rgb "#4477aa" title "rain", \
     "runoff.csv" using 1:2 skip 1 with linespoints pt 7 lw 2 lc rgb "#b5482a" title "direct runoff"
set title "six years of rain and a spring"
set xlabel ""
set ylabel "spring (mm/d)"
set y2label "rain (mm/d)"
set xdata time
set timefmt "%Y-%m-%d"
set format x "%Y"
set xrange ["2010-01-01":"2016-01-01"]
set xtics 31557600
set yrange [0:10]
set y2range [120:0]
set y2tics 0,20,40
unset key
plot "rain_daily.csv" using 1:($2*1000) skip 1 axes x1y2 with impulses lw 1 lc rgb "#4477aa", \
     "spring.csv" using 1:($2*1000) skip 1 with lines lw 2.5 lc rgb "#b5482a"
