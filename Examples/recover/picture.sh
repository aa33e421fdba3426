simulate deconvolve --impulse '=exp(-t/1.5) - exp(-t/0.2)' --measured swelling.csv --spikes --off-grid --plot recover.png > found.csv
