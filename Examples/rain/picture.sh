simulate --impulse unit_hydrograph.csv --between nothing --input storm.csv > runoff.csv
simulate --impulse '=gamma_pdf(t, 1.5, 30)' --rate rain_daily.csv --rate-between previous \
  --from 2010-01-01 --to 2015-12-31 --step 3 > spring.csv
gnuplot -e "picture='rain.png'" picture.gp
