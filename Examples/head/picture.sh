simulate fit --impulse '=A*gamma_pdf(t, n, a)' --rate rain.csv --rate evaporation.csv --scale '=-f' --rate-between previous \
  --baseline d --measured head.csv --missing skip --guess A=600 --guess n=0.9 --guess a=220 --guess f=1.7 --guess d=28 \
  --from 2010-01-01 --step 5 --ylabel 'head (m)' --plot head.png > found.csv
