simulate --impulse '=hrf(t)' --input events.tsv --by trial_type --from 0 --to 318 --step 0.5 \
  --output curves.csv --plot design.png
