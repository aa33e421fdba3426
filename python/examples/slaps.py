"""Slaps on a cheek, ever softer and faster, become a rate: python3 slaps.py [picture.png]"""

# %% A cheek that heals by half in 1.39 h.
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

import simulate

cheek = simulate.System("exp(-t/tau)", tau=2)
t = np.linspace(0, 8, 1601)

# %% The same four units of slapping over four hours, in 4, 16 and 64 slaps; and as a rate of 1.
figure, axes = plt.subplots(figsize=(7, 4.2), layout="constrained")
for count, grey in ((4, "0.75"), (16, "0.55"), (64, "0.3")):
    slaps = (np.arange(count) + 0.5) * 4 / count
    swelling = cheek.response(slaps, amounts=4 / count, at=t)
    axes.plot(t, swelling, color=grey, linewidth=1, label=f"{count} slaps")
limit, bound = cheek.response(rate="(t < 4)", at=t, bounds=True)
axes.plot(t, limit, color="C3", linewidth=2, label="a rate")

# %% The rate is the integral of exp(-(t - u)/2) from 0 to 4 or t, and the bound says how sure that is.
truth = 2 * (np.exp(-np.maximum(t - 4, 0) / 2) - np.exp(-t / 2))
assert np.all(np.abs(limit - truth) <= bound + 1e-15)
print(f"the rate is right to {bound.max():.0e}")

axes.set(xlabel="time (h)", ylabel="swelling", xlim=(0, 8), ylim=(0, None))
axes.legend(frameon=False)
axes.spines[["top", "right"]].set_visible(False)
figure.savefig(sys.argv[1] if len(sys.argv) > 1 else "slaps.png", dpi=120)
