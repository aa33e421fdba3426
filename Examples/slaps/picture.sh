simulate --impulse decay.csv --input slaps.csv --output swelling.csv \
  --xlabel 'time (s)' --ylabel swelling --plot slaps.png
