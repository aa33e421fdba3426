simulate --impulse '=hrf(t)' --input sub-01_events.tsv --where trial_type=word \
  --from 0 --to 200 --step 0.25 > bold.csv
awk '$3 == "word" { print $1 "," $2 }' sub-01_events.tsv > words.csv
gnuplot -e "data='bold.csv'; words='words.csv'; picture='events.png'" picture.gp
