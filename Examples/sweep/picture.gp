# gnuplot -e "data='peaks.csv'; picture='sweep.png'" picture.gp
set terminal pngcairo size 1100,460 font "sans,11"
set output picture
set datafile separator ","
set multiplot layout 1,2
set border 3
set tics nomirror
set xlabel "healing time"
set ylabel "slap interval"
set cblabel "peak swelling"
set logscale cb
set palette defined (0 "#fdf3ea", 0.5 "#e08a5b", 1 "#7a1f12")
set xrange [0.25:8.25]
set yrange [0.125:4.125]
set title "the highest swelling of twenty slaps"
plot data using 1:2:(0.25):(0.125):3 skip 1 with boxxyerror fs solid 1 noborder lc palette notitle
unset logscale
set xlabel "slap interval"
set ylabel "peak swelling"
set logscale y 2
set xrange [0:4]
set yrange [1:32]
set key top right title "healing time" samplen 2
set grid ytics lc rgb "#dddddd"
set title "fast slaps pile up, slow ones do not"
colour(h) = h == 0.5 ? 0xe8b08a : h == 1 ? 0xd98a5b : h == 2 ? 0xc0602f : h == 4 ? 0x96381c : 0x5a1208
plot for [h in "8 4 2 1 0.5"] data using 2:($1 == h + 0 ? $3 : 1/0) skip 1 \
  with linespoints pt 7 ps 0.5 lw 2 lc rgb colour(h + 0) title h
unset multiplot
