# gnuplot -e "before='noisy.csv'; after='smooth.csv'; picture='smoothing.png'" picture.gp
set terminal pngcairo size 700,300 font "sans,11"
set output picture
set datafile separator ","
set multiplot layout 1,2 margins 0.02,0.98,0.03,0.9 spacing 0.03
set palette gray
set cbrange [0:255]
unset colorbox
unset tics
set size ratio -1
set xrange [-0.5:119.5]
set yrange [89.5:-0.5]
set title "before"
plot before matrix with image notitle
set title "after: the mean of 3 × 3 pixels"
plot after matrix with image notitle
unset multiplot
