#!/usr/bin/env python3
"""fit and deconvolve against scipy's curve_fit and nnls, lmfit, pastas and OASIS, in one run.

    pip install numpy scipy lmfit pastas oasis-deconv
    python3 Benchmarks/way_back.py [PROGRAM] [ROUNDS]

simulate is timed as a whole process, reading and printing included; peers are called in memory, without Python's start
and their imports. CPU seconds, the best of ROUNDS rounds in which all take their turn; a ratio below 1: simulate is
faster. Numbers are compared too: a contender that finds something else is said.
"""
import sys

# What a peer imports as `coverage` is not the script beside this one.
sys.path.pop(0)

import datetime
import os
import platform
import subprocess
import tempfile
import time
import warnings

import lmfit
import numpy as np
import pandas as pd
import pastas
from oasis.functions import deconvolve as oasis_deconvolve
from oasis.oasis_methods import oasisAR1
from scipy.optimize import curve_fit, nnls
from scipy.signal import lfilter

warnings.simplefilter("ignore")
pastas.set_log_level("ERROR")
PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/simulate")
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Examples")


def ours(*arguments):
    """CPU seconds of a whole process, and what it printed."""
    with open("out.csv", "w") as out:
        process = subprocess.Popen([PROGRAM, *arguments], stdout=out, stderr=subprocess.PIPE, text=True)
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(arguments)}: {said}")
    return usage.ru_utime + usage.ru_stime, open("out.csv").read()


def theirs(job):
    start = time.process_time()
    result = job()
    return time.process_time() - start, result


def column(text, name):
    lines = text.splitlines()
    place = lines[0].split(",").index(name)
    return np.array([float(line.split(",")[place]) for line in lines[1:]])


def race(title, command, peers, agree=None):
    """Runs all in turn; prints the best of each and the ratio."""
    best, results = {}, {}
    # What takes long is not repeated as often.
    rounds = ROUNDS
    turn = 0
    while turn < rounds:
        for name, job in [("simulate", lambda: ours(*command))] + [(n, lambda j=j: theirs(j)) for n, j in peers.items()]:
            seconds, results[name] = job()
            best[name] = min(best.get(name, np.inf), seconds)
        if best["simulate"] > 2:
            rounds = min(rounds, 2)
        turn += 1
    row = [f"{title} | {best['simulate'] * 1e3:.3g} ms"]
    for name in peers:
        note = agree(results["simulate"], name, results[name]) if agree else ""
        row.append(f"{name} {best[name] * 1e3:.3g} ms, ratio {best['simulate'] / best[name]:.2g}{note}")
    print("| " + " | ".join(row) + " |", flush=True)


def differs(own, other, tolerance):
    gap = np.max(np.abs(own - other)) / np.max(np.abs(other))
    return "" if gap <= tolerance else f", but {gap:.1g} apart"


def theophylline():
    rows = [line.split(",") for line in open(f"{EXAMPLES}/theophylline/measured.csv").read().split()]
    place = {name: rows[0].index(name) for name in rows[0]}
    first = [row for row in rows[1:] if row[0] == rows[1][0]]
    times = next(place[name] for name in ("time", "t") if name in place)
    t = np.array([float(row[times]) for row in first])
    y = np.array([float(row[-1]) for row in first])
    dose = float([line.split(",") for line in open(f"{EXAMPLES}/theophylline/doses.csv").read().split()][1][-1])
    np.savetxt("m.csv", np.c_[t, y], fmt="%.17g", delimiter=",")
    with open("d.csv", "w") as file:
        file.write(f"0,{dose!r}\n")

    def f(t, lKe, lKa, lCl):
        ke, ka = np.exp(lKe), np.exp(lKa)
        return dose * np.exp(lKe + lKa - lCl) / (ka - ke) * (np.exp(-ke * t) - np.exp(-ka * t))

    fit = ["fit", "--impulse", "=exp(lKe + lKa - lCl)/(exp(lKa) - exp(lKe))*(exp(-exp(lKe)*t) - exp(-exp(lKa)*t))",
           "--input", "d.csv", "--measured", "m.csv", "--guess", "lKe=-2.5", "--guess", "lKa=0.5", "--guess", "lCl=-3"]
    model = lmfit.Model(f)

    def agree(text, name, result):
        values = result[0] if name == "curve_fit" else np.array([result.params[k].value for k in ("lKe", "lKa", "lCl")])
        return differs(column(text, "estimate"), values, 1e-5)

    race("theophylline, one subject, guesses", fit,
         {"curve_fit": lambda: curve_fit(f, t, y, p0=[-2.5, 0.5, -3]),
          "lmfit": lambda: model.fit(y, t=t, lKe=-2.5, lKa=0.5, lCl=-3)}, agree)
    result = model.fit(y, t=t, lKe=-2.5, lKa=0.5, lCl=-3)
    race("the same with profile intervals", fit + ["--intervals"],
         {"lmfit's conf_interval alone": lambda: result.conf_interval(sigmas=[0.95])},
         lambda text, name, found: differs(
             column(text, "low"), np.array([found[k][0][1] for k in ("lKe", "lKa", "lCl")]), 1e-2))


def head():
    series = {name: pd.read_csv(f"{EXAMPLES}/head/{name}.csv", index_col=0, parse_dates=True).iloc[:, 0]
              for name in ("rain", "evaporation", "head")}

    def solve():
        model = pastas.Model(series["head"].dropna())
        model.add_stressmodel(pastas.RechargeModel(
            series["rain"], series["evaporation"], rfunc=pastas.Gamma(), recharge=pastas.rch.Linear(), name="recharge"))
        model.solve(report=False)
        return model

    folder = f"{EXAMPLES}/head"
    race("rain, evaporation and head, guesses",
         ["fit", "--impulse", "=A*gamma_pdf(t, n, a)", "--rate", f"{folder}/rain.csv", "--rate", f"{folder}/evaporation.csv",
          "--scale", "=-f", "--rate-between", "previous", "--baseline", "d", "--measured", f"{folder}/head.csv",
          "--missing", "skip", "--guess", "A=500", "--guess", "n=1", "--guess", "a=100", "--guess", "f=1", "--guess", "d=28"],
         {"pastas, which fills ten years before": solve})


def exponentials():
    rng = np.random.default_rng(3)
    t = np.arange(100) * 0.1
    y = 3 * np.exp(-0.5 * t) + 2 * np.exp(-2 * t) + 0.05 * rng.standard_normal(100)
    np.savetxt("p.csv", np.c_[t, y], fmt="%.17g", delimiter=",")
    with open("u.csv", "w") as file:
        file.write("0,1\n")

    def f(t, a, p, b, q):
        return a * np.exp(-p * t) + b * np.exp(-q * t)

    race("two poles through 100 rows, --poles 2", ["fit", "--poles", "2", "--input", "u.csv", "--measured", "p.csv"],
         {"curve_fit with good guesses": lambda: curve_fit(f, t, y, p0=[2, 0.3, 2, 3])},
         lambda text, name, found: differs(np.abs(column(text, "estimate")), np.array([found[0][k] for k in (1, 0, 3, 2)]), 1e-4))


def calcium(n):
    rng = np.random.default_rng(5)
    decay = np.exp(-0.05)
    spikes = (rng.random(n) < 0.01) * rng.exponential(1, n)
    y = lfilter([1], [1, -decay], spikes) + 0.1 * rng.standard_normal(n)
    np.savetxt("s.csv", np.c_[np.arange(n), y], fmt="%.10g", delimiter=",")
    y = np.loadtxt("s.csv", delimiter=",")[:, 1]
    command = ["deconvolve", "--impulse", "=exp(-t/20)", "--measured", "s.csv", "--spikes", "--nonnegative"]

    def agree(text, name, found):
        return differs(column(text, "amount"), found[1] if "OASIS" in name else found[0], 1e-4)

    peers = {"OASIS, no penalty": lambda: oasisAR1(y, decay)}
    if n <= 2_000:
        lags = np.arange(n)[:, None] - np.arange(n)[None, :]
        matrix = np.where(lags >= 0, decay ** np.maximum(lags, 0), 0.0)
        peers = {"nnls": lambda: nnls(matrix, y, maxiter=30 * n)}
    race(f"impulses, none negative, {n:.0e} rows", command, peers, agree)
    if n >= 100_000:
        race(f"the same found by likelihood and a smooth rate with its band, {n:.0e} rows",
             ["deconvolve", "--impulse", "=exp(-t/20)", "--measured", "s.csv", "--intervals"],
             {"OASIS, its own noise and penalty, no band": lambda: oasis_deconvolve(y, g=(decay,))})


def rates(n):
    rng = np.random.default_rng(7)
    t = np.arange(n) * 0.01
    u = 2 + np.sin(t / 3) + 0.5 * np.sin(0.7 * t)
    y = lfilter([0.01], [1, -np.exp(-0.005)], u) + 0.02 * rng.standard_normal(n)
    np.savetxt("e.csv", np.c_[t, y], fmt="%.10g", delimiter=",")
    race(f"rate through an exponential with its band, {n:.0e} rows",
         ["deconvolve", "--impulse", "=exp(-t/2)", "--measured", "e.csv", "--intervals"], {})
    clipped = lfilter([0.01], [1, -np.exp(-0.005)], np.maximum(u - 2, 0)) + 0.02 * rng.standard_normal(n)
    np.savetxt("c.csv", np.c_[t, clipped], fmt="%.10g", delimiter=",")
    race(f"a smooth rate, none negative, at 0 for half of the time, {n:.0e} rows",
         ["deconvolve", "--impulse", "=exp(-t/2)", "--measured", "c.csv", "--nonnegative"], {})
    lags = np.arange(2_000) * 0.01
    kernel = lags * np.exp(-lags / 3)
    np.savetxt("h.csv", np.c_[lags, kernel], fmt="%.10g", delimiter=",")
    size = 1 << int(np.ceil(np.log2(n + 2_000)))
    y = np.fft.irfft(np.fft.rfft(u, size) * np.fft.rfft(kernel, size), size)[:n] * 0.01 + 0.02 * rng.standard_normal(n)
    np.savetxt("g.csv", np.c_[t, y], fmt="%.10g", delimiter=",")
    race(f"any response of 2,000 samples, {n:.0e} rows", ["deconvolve", "--impulse", "h.csv", "--measured", "g.csv"], {})


def main():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
    print(f"{datetime.date.today()}, {model or platform.processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        os.chdir(folder)
        theophylline()
        head()
        exponentials()
        for n in (1_000, 100_000, 1_000_000):
            calcium(n)
        for n in (100_000, 1_000_000):
            rates(n)
        os.chdir("/")


if __name__ == "__main__":
    main()
