simulate --impulse '=exp(-9*t)*sin(2*pi*330*t)' --input plucks.csv --from 0 --to 1 --step 1/44100 --output dry.wav
simulate --impulse rir_clap.wav --input dry.wav --output wet.csv
simulate --impulse '=exp(-9*t)*sin(2*pi*330*t)' --input plucks.csv --from 0 --to 1 --step 1/44100 --output dry.csv
gnuplot -e "picture='room.png'" picture.gp
