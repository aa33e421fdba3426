"""How the work grows: responses x inputs x sizes, with the exponent of growth: make bench, or alone.

  python3 Benchmarks/map.py [PROGRAM]      ROUNDS=3  LIMIT=1.2  DATA=/dev/shm/simulate-bench

Each cell is CPU time less that of the smallest job, the best of some rounds, at three sizes; the exponent is that of the
last two, log10 of their ratio. Above LIMIT it is marked. Needs Python alone.
"""
import math, os, random, subprocess, sys, time

PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/simulate")
ROUNDS = int(os.environ.get("ROUNDS", "3"))
LIMIT = float(os.environ.get("LIMIT", "1.2"))
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"
DATA = os.environ.get("DATA", MEMORY + "/simulate-bench")
SIZES = (1_000, 10_000, 100_000)
SPAN = 1000.0


def table(name, header, rows):
    """Writes a table once."""
    path = f"{DATA}/map_{name}.csv"
    if not os.path.exists(path):
        with open(path + ".part", "w") as file:
            file.write(header + "\n")
            file.writelines(",".join(map(repr, row)) + "\n" for row in rows)
        os.rename(path + ".part", path)
    return path


def decay(n, step, uneven=False):
    """n samples of a decay that are `step` apart, or about so."""
    draw = random.Random(f"{n} {step} {uneven}")
    return table(f"h{n}_{step}_{uneven}", "t,h", ((round(k * step + (draw.uniform(0, step / 2) if uneven else 0), 9),
                                              math.exp(-5 * k / n)) for k in range(n)))


def cpu(arguments):
    """The CPU seconds of the best of some runs."""
    best = math.inf
    for _ in range(ROUNDS):
        before = os.times()
        done = subprocess.run([PROGRAM, *arguments, "--output", "/dev/null"], stderr=subprocess.PIPE)
        after = os.times()
        if done.returncode:
            return math.nan
        best = min(best, after.children_user + after.children_system - before.children_user - before.children_system)
    return best


def inputs(n):
    """Inputs of n parts over a span."""
    draw = random.Random(n)
    step = SPAN / n
    grid = table(f"grid{n}", "time,amount", ((round(k * step, 9), draw.uniform(0, 1)) for k in range(n)))
    loose = table(f"loose{n}", "time,amount",
                  zip(sorted(round(draw.uniform(0, SPAN), 9) for _ in range(n)), (1.0 for _ in range(n))))
    pulses = table(f"pulses{n}", "time,amount,duration", ((round(k * step, 9), 1.0, 0.5) for k in range(n)))
    rate = table(f"rate{n}", "t,r", ((round(k * step, 9), draw.uniform(0, 1)) for k in range(n)))
    return {
        "impulses on the grid": ["--input", grid], "impulses anywhere": ["--input", loose],
        "pulses": ["--input", pulses], "held rate": ["--rate", rate, "--rate-between", "previous"],
        "rate of lines": ["--rate", rate],
    }


def responses():
    """Responses, by themselves and in series."""
    even, uneven = decay(1000, 0.01), decay(1000, 0.01, True)
    return {
        "exponential": ["--impulse", "=exp(-t)"],
        "damped wave": ["--impulse", "=1/(s^2+0.4*s+4)"],
        "even samples": ["--impulse", even],
        "uneven samples": ["--impulse", uneven],
        "gamma density": ["--impulse", "=gamma_pdf(t,2.5,1)"],
        "exponential, samples": ["--impulse", "=exp(-t)", "--impulse", even],
        "samples, samples": ["--impulse", even, "--impulse", even],
    }


def grid(n, factor=1.0):
    step = SPAN / n * factor
    return ["--from", "0", "--to", repr(SPAN), "--step", repr(round(step, 9))]


def main():
    os.makedirs(DATA, exist_ok=True)
    base = cpu(["--impulse", "=exp(-t)", "--input", inputs(10)["impulses on the grid"][1], *grid(10)])
    print("\n### How the work grows\n\nMilliseconds of CPU for as many parts of input as rows.\n")
    print("| response | input | rows | " + " | ".join(f"{n:,}" for n in SIZES) + " | exponent |")
    print("|---|---|---|" + "---|" * len(SIZES) + "---|")
    worst = 0.0
    for response, first in responses().items():
        for name in inputs(SIZES[0]):
            for rows, factor in (("on the grid", 1.0), ("off it", 1.3)):
                times = [cpu(first + inputs(n)[name] + grid(n, factor)) - base for n in SIZES]
                # Below a millisecond there is nothing to be told.
                exponent = math.log10(max(times[2], 1e-3) / max(times[1], 1e-3))
                worst = max(worst, exponent)
                print(f"| {response} | {name} | {rows} | " + " | ".join(f"{1e3 * t:.0f}" for t in times)
                      + f" | {exponent:.2f}{' !' if exponent > LIMIT else ''} |", flush=True)
    print(f"\nThe largest exponent is {worst:.2f}; {LIMIT} is allowed.")


if __name__ == "__main__":
    main()
