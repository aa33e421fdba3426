"""What a user of NumPy and SciPy would write: peer.py grid H X STEP, peer.py round H X STEP N, or
peer.py memory J2 ROUNDS."""
import statistics, sys, time
import numpy as np
from scipy.signal import convolve, oaconvolve

if sys.argv[1] == "memory":
    draw = np.random.default_rng(1)
    for n, m in [(1_000_000, 1_000), (1_000_000, 100_000), (10_000_000, 10_000)]:
        x, h, times = draw.standard_normal(n), draw.standard_normal(m), []
        for _ in range(int(sys.argv[3]) + 1):
            start = time.perf_counter()
            convolve(x, h)
            times.append(1e3 * (time.perf_counter() - start))
        print(f"J2\t{n} x {m}\t{statistics.median(times[1:])}")
    sys.exit()

kind, response, signal, step = sys.argv[1:5]
step = float(step)
h = np.loadtxt(response, delimiter=",", skiprows=1)
x = np.loadtxt(signal, delimiter=",", skiprows=1)
if kind == "grid":
    y = oaconvolve(x[:, 1], h[:, 1])
    t = x[0, 0] + h[0, 0] + step * np.arange(len(y))
else:
    # Impulses rounded to a grid N times as fine as the rows.
    fine = int(sys.argv[5])
    count = 1_000_000
    places = np.rint(x[:, 0] / step * fine).astype(int)
    train = np.bincount(places, weights=x[:, 1], minlength=count * fine)[: count * fine]
    lags = np.arange(len(h) * fine) / fine
    kernel = np.interp(lags, np.arange(len(h)), h[:, 1])
    y = oaconvolve(train, kernel)[: count * fine : fine]
    t = step * np.arange(count)
np.savetxt(sys.stdout, np.column_stack([t, y]), fmt="%.17g", delimiter=",", header="t,y", comments="")
