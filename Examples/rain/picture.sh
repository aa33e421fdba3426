simulate --impulse '=gamma_pdf(t, 1.5, 30)' --rate rain_daily.csv --rate-between previous \
  --from 2010-01-01 --to 2015-12-31 --step 3 --output spring.csv \
  --xlabel date --ylabel 'spring (m/d)' --plot rain.png
simulate --impulse unit_hydrograph.csv --between nothing --input storm.csv --output runoff.csv \
  --xlabel 'time (half hours)' --ylabel 'runoff (cfs)' --plot storm.png
