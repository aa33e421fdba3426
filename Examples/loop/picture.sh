# The step response at three dead times, and the open loop's Bode diagram.
{
  echo dead_time,t,y
  for D in 1 2 3; do
    simulate --system 'P==2*exp(-D*s)/(10*s + 1)' --system 'C==2.5*(1 + 1/(10*s))' --set D=$D \
      --impulse '=feedback(C*P)' --rate '=1' --from 0 --to 60 --step 0.1 | sed "1d; s/^/$D,/"
  done
} | simulate plot - --output loop.png
simulate describe --system 'P==2*exp(-s)/(10*s + 1)' --system 'C==2.5*(1 + 1/(10*s))' --impulse '=C*P' \
  --plot bode.png --as bode --degrees > margins.csv
simulate describe --system 'P==2*exp(-s)/(10*s + 1)' --system 'C==2.5*(1 + 1/(10*s))' --impulse '=C*P' \
  --plot nyquist.png --as nyquist > margins.csv
