#!/usr/bin/env python3
"""How often do 95 % bands hold the truth? Needs python3 alone.

    python3 Benchmarks/coverage.py [PROGRAM]

Rates of six shapes go through one response, exactly (each is lines between the measured times), noise is added, and
`simulate deconvolve --intervals` looks for the rate: fifty data sets a shape, 60 rows, 2 % noise. Printed is the share of knots whose
band holds the truth, and how wide it is. Of a smooth truth at least 0.90 must be held; what is smoother than the prior believes is held more often
than 0.95. A corner, a bump narrower than the response and a jump are there to show what a belief in smoothness costs.
"""
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else "simulate"
ROWS, STEP, NOISE, SETS = 60, 0.25, 0.02, 50
RESPONSE = "=t*exp(-t/0.8)/0.64"
END = (ROWS - 1) * STEP

SHAPES = {
    "waves": lambda t: 2 + math.sin(2 * math.pi * t / END) + 0.5 * math.cos(4 * math.pi * t / END),
    "rise": lambda t: 2 / (1 + math.exp(-(t - END / 2) / 1.5)),
    "wide bump": lambda t: 0.3 + 2 * math.exp(-((t - END / 3) / 2.5) ** 2),
    "corner": lambda t: 1 + abs(t - END / 2) / 3,
    "narrow bump": lambda t: 0.3 + 2 * math.exp(-((t - END / 2) / 0.4) ** 2),
    "jump": lambda t: 1.0 if t < END / 2 else 3.0,
}
SMOOTH = ("waves", "rise", "wide bump")


def run(*arguments, folder):
    done = subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}: {done.stderr}")
    return [line.split(",") for line in done.stdout.splitlines()[1:]]


def main():
    random.seed(20261127)
    times = [k * STEP for k in range(ROWS)]
    misses = False
    print(f"{'shape':12} {'coverage':>9} {'width':>7}   {SETS} data sets each, {ROWS} rows, noise {NOISE:.0%} of the peak")
    with tempfile.TemporaryDirectory() as folder:
        for name, shape in SHAPES.items():
            truth = [shape(t) for t in times]
            with open(f"{folder}/rate.csv", "w") as file:
                file.write("t,rate\n" + "".join(f"{t!r},{u!r}\n" for t, u in zip(times, truth)))
            with open(f"{folder}/times.csv", "w") as file:
                file.write("t\n" + "".join(f"{t!r}\n" for t in times))
            clean = [float(row[1]) for row in run(
                "--impulse", RESPONSE, "--rate", "rate.csv", "--times", "times.csv", folder=folder)]
            peak = max(map(abs, clean))
            held, widths = [], []
            for _ in range(SETS):
                with open(f"{folder}/measured.csv", "w") as file:
                    file.write("t,y\n" + "".join(
                        f"{t!r},{y + NOISE * peak * random.gauss(0, 1)!r}\n" for t, y in zip(times, clean)))
                rows = run("deconvolve", "--impulse", RESPONSE, "--measured", "measured.csv", "--intervals", folder=folder)
                by_time = dict(zip(times, truth))
                for t, _, low, high in rows:
                    held.append(float(low) <= by_time[float(t)] <= float(high))
                    widths.append(float(high) - float(low))
            share = sum(held) / len(held)
            wrong = name in SMOOTH and share < 0.90
            misses = misses or wrong
            print(f"{name:12} {share:9.3f} {statistics.median(widths):7.3f}" + ("   below 0.90" if wrong else ""))
    sys.exit(1 if misses else 0)


if __name__ == "__main__":
    main()
