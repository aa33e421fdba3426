simulate --system 'die==(z^-1 + z^-2 + z^-3 + z^-4 + z^-5 + z^-6)/6' --impulse '=exp(4*(die - 1))' --period 1 \
  --input start.csv --to 40 | simulate plot - --with stems --output claims.png
