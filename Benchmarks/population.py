#!/usr/bin/env python3
"""Races a population through simulate against NumPy: one exponential, ten doses, 241 rows; peak, area and time of peak of
each subject, on one thread.

    python3 Benchmarks/population.py [PROGRAM] [RUNS]

NumPy is vectorised by hand: all subjects at all rows, doses added one by one, the trapezoidal rule for the area, the
rows' own maximum for the peak. simulate finds peak and area of the curve itself.
"""
import os
import resource
import subprocess
import sys
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = "1"
import numpy  # noqa: E402

program = sys.argv[1] if len(sys.argv) > 1 else ".build/release/simulate"
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000


def seconds(work):
    """Processor seconds of this process and its children, and what the work gives."""
    def spent():
        return sum(resource.getrusage(who).ru_utime + resource.getrusage(who).ru_stime
                   for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    before = spent()
    result = work()
    return spent() - before, result


def vectorised():
    random = numpy.random.default_rng(1)
    k = random.lognormal(-2, 0.3, runs)[:, None]
    v = random.lognormal(3, 0.2, runs)[:, None]
    t = numpy.arange(241) * 0.5
    peak, when, area = [], [], []
    for start in range(0, runs, 2000):      # in the cache
        ks, vs = k[start:start + 2000], v[start:start + 2000]
        y = numpy.zeros((len(ks), 241))
        for dose in range(10):
            lag = t - 12 * dose
            acts = lag >= 0
            y[:, acts] += 100 * numpy.exp(-ks * lag[acts]) / vs
        peak.append(y.max(axis=1))
        when.append(t[y.argmax(axis=1)])
        area.append(numpy.trapezoid(y, t, axis=1) if hasattr(numpy, "trapezoid") else numpy.trapz(y, t, axis=1))
    return numpy.concatenate(area).mean()


def simulated():
    with tempfile.TemporaryDirectory() as folder:
        doses = os.path.join(folder, "doses.csv")
        with open(doses, "w") as file:
            file.write("time,amount\n" + "".join(f"{12 * n},100\n" for n in range(10)))
        text = subprocess.run(
            [program, "sweep", "--impulse", "=exp(-k*t)/V", "--input", doses, "--from", "0", "--to", "120", "--step", "0.5",
             "--draw", "k=lognormal:-2,0.3", "--draw", "V=lognormal:3,0.2", "--runs", str(runs),
             "--summary", "peak,area,time_of_peak", "--jobs", "1"],
            check=True, capture_output=True, text=True).stdout
    rows = [line.split(",") for line in text.splitlines()[1:]]
    return sum(float(row[3]) for row in rows) / len(rows)


ours, theirs = [], []
for _ in range(3):
    ours.append(seconds(simulated))
    theirs.append(seconds(vectorised))
best, other = min(ours)[0], min(theirs)[0]
print(f"simulate {best:.2f} s ({runs / best:.0f} subjects a second), mean area {ours[0][1]:.2f}")
print(f"numpy    {other:.2f} s ({runs / other:.0f} subjects a second), mean area {theirs[0][1]:.2f} (trapezoids)")
print(f"ratio    {best / other:.2f}")
