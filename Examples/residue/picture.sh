simulate --impulse decay.csv --input slaps.csv --from 0 --to 14 --step 0.05 --stack |
  simulate plot - --stack --output residue.png
