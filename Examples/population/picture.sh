simulate sweep --impulse '=exp(-CL/V*t)/V' --input doses.csv --from 0 --to 12 --step 0.1 \
  --draw CL=lognormal:1.1,0.3 --set V=20 --runs 10000 --seed 1 --quantiles 0.05,0.25,0.5,0.75,0.95 \
  --output band.csv --plot population.png
