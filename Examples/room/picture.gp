# The envelopes: the largest magnitude of each hundredth of a second, in decibel of the loudest.
set terminal pngcairo size 900,420 font 'sans,11'
set output picture
set datafile separator ','
set xlabel 'seconds'
set ylabel 'dB'
set yrange [-70:5]
set xrange [0:2]
set grid lc rgb '#dddddd'
envelope(file) = sprintf("< awk -F, 'NR > 1 { b = int($1*100); v = $2 < 0 ? -$2 : $2; if (v > m[b]) m[b] = v; if (v > top) top = v; if (b > last) last = b } END { for (k = 0; k <= last; k++) if (m[k] > 0) printf \"%%.3f,%%.3f\\n\", k/100, 20*log(m[k]/top)/log(10) }' %s", file)
plot envelope('wet.csv') using 1:2 with filledcurves y1=-70 fs solid 0.4 lc rgb '#1f77b4' title 'in the room', \
  envelope('dry.csv') using 1:2 with lines lw 2 lc rgb '#d62728' title 'dry'
