sed 's/--step 0.5/--step 0.05/' cmd > fine
sh ./fine > motions.csv
simulate plot motions.csv --xlabel time --ylabel place --output oscillator.png
