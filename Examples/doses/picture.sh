simulate --impulse '=ka/(V*(ka - ke))*(exp(-ke*t) - exp(-ka*t))' --set ka=1.5 --set ke=0.0866 --set V=32 \
  --input doses.csv --from 0 --to 72 --step 0.1 --output level.csv \
  --xlabel 'time (h)' --ylabel 'level in the blood (mg/l)' --plot doses.png
