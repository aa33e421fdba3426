# Two dice and three: the chances of each sum.
{
  echo dice,t,y
  simulate --impulse ways.csv --between nothing --input ways.csv | awk -F, 'NR > 1 { print "2," $1 "," $2 / 36 }'
  simulate --impulse ways.csv --impulse ways.csv --between nothing --input ways.csv |
    awk -F, 'NR > 1 { print "3," $1 "," $2 / 216 }'
} | simulate plot - --with linespoints --output dice.png
