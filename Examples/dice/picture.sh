# Two dice and three: the chances of each sum.
{
  echo dice,t,y
  simulate --impulse die.csv --between nothing --input die.csv | sed '1d; s/^/2,/'
  simulate --impulse die.csv --impulse die.csv --between nothing --input die.csv | sed '1d; s/^/3,/'
} | simulate plot - --with stems --xlabel sum --ylabel chance --output dice.png
