# The swelling in the colours of a cheek; `simulate ... --plot FILE` draws it in three panels.
simulate --impulse decay.csv --input slaps.csv > swelling.csv
gnuplot -e "data='swelling.csv'; slaps='slaps.csv'; picture='slaps.png'" picture.gp
