simulate --impulse '=hrf(t)' --input sub-01_events.tsv --where trial_type=word --from 0 --to 200 --step 0.25 \
  --output bold.csv --xlabel 'time (s)' --ylabel 'blood flow, relative' --plot events.png
