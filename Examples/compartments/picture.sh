simulate --ode "gut' = -ka*gut + depot; blood' = ka*gut - (k + out)*blood + back*tissue + vein; tissue' = out*blood - back*tissue" \
  --inputs depot,vein --set ka=1 --set k=0.3 --set out=0.4 --set back=0.2 --input doses.csv --from 0 --to 24 --step 0.02 \
  --output curves.csv --plot compartments.png
