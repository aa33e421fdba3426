sh ./cmd > peaks.csv
simulate plot peaks.csv --title 'the highest swelling of twenty slaps' --output sweep.png
