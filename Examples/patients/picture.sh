simulate --impulse '=ka/(s + ka)/(V*s + CL)' \
  --set weight=@weight_kg --set ka=1.5 --set 'V==32*weight/70' --set 'CL==2.8*(weight/70)^0.75' \
  --input doses.csv --event-column 'amount=dose_mg_per_kg*weight_kg' \
  --by Subject --from 0 --to 25 --step 0.05 --output curves.csv --plot patients.png
