simulate fit --impulse '=exp(lKe + lKa - lCl)/(exp(lKa) - exp(lKe))*(exp(-exp(lKe)*t) - exp(-exp(lKa)*t))' \
  --input doses.csv --measured measured.csv --by subject --guess lKe=-2.5 --guess lKa=0.5 --guess lCl=-3 \
  --plot theophylline.png > found.csv
