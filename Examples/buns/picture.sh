# Buns baked every two hours, and all the time.
hours='--from 0 --to 48 --step 0.02'
{
  echo baked,t,y
  awk 'BEGIN { for (u = 0; u < 24; u += 2) printf "%d,%.17g\n", u, 240 * exp(-u / 12) }' |
    simulate --impulse '=exp(-t/8)' --input - $hours | sed '1d; s/^/in 12 batches,/'
  simulate --impulse '=exp(-t/8)' --rate '=120*exp(-t/12)*(t<24)' $hours | sed '1d; s/^/all the time,/'
} | simulate plot - --xlabel 'time (h)' --ylabel 'good buns' --output buns.png
