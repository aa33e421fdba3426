"""Times jobs that once fell off a cliff, each beside a cheap job that is its equal: make bench, or alone.

  python3 Benchmarks/cliffs.py [PROGRAM]      ROUNDS=2  DATA=/dev/shm/simulate-bench  JOBS=1,2,...

CPU seconds, the best of some rounds, and peak memory. Needs Python alone.
"""
import math, os, random, subprocess, sys, time

PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/simulate")
ROUNDS = int(os.environ.get("ROUNDS", "2"))
LIMIT = float(os.environ.get("LIMIT", "60"))
DATA = os.environ.get("DATA", ("/dev/shm" if os.path.isdir("/dev/shm") else "/tmp") + "/simulate-bench")
JOBS = os.environ.get("JOBS")


def table(name, header, rows):
    path = f"{DATA}/cliff_{name}.csv"
    if not os.path.exists(path):
        os.makedirs(DATA, exist_ok=True)
        with open(path + ".part", "w") as file:
            file.write(header + "\n")
            file.writelines(",".join(map(repr, row)) + "\n" for row in rows)
        os.rename(path + ".part", path)
    return path


def samples(n, step, each=1):
    return table(f"h{n}_{step}_{each}", "t,h", ((round(k * step, 9), math.exp(-3 * k / n)) for k in range(0, n, each)))


def uneven(n, step):
    draw = random.Random(n)
    return table(f"u{n}_{step}", "t,h", ((round(k * step + draw.uniform(0, step / 2), 9), math.exp(-3 * k / n)) for k in range(n)))


def train(n, step):
    draw = random.Random(n)
    return table(f"i{n}_{step}", "time,amount", ((round(k * step, 9), draw.uniform(0, 1)) for k in range(n)))


def loose(n, span):
    draw = random.Random(n)
    return table(f"l{n}_{span}", "time,amount", zip(sorted(draw.uniform(0, span) for _ in range(n)), (1.0 for _ in range(n))))


def row(name, header, values):
    return table(name, header, [values])


def grid(to, step):
    return ["--from", "0", "--to", str(to), "--step", str(step)]


GAMMA, SPREAD = "=gamma_pdf(t,2.5,1)", "=1/(" + "*".join(f"(s+{k})" for k in range(1, 11)) + ")"
LEAD = "(s+1)*(s+2)/((s+3)*(s+4))"


def jobs():
    """Number, name, arguments."""
    yield "1", "a million samples, impulses and rows a hundred times as far apart", ["--impulse", samples(10**6, 1e-5), "--input", train(10**6, .001), *grid(1000, .001)]
    yield "1", "= every 100th sample", ["--impulse", samples(10**6, 1e-5, 100), "--input", train(10**6, .001), *grid(1000, .001)]
    yield "2", "1e5 impulses, 1e4 samples, rows off their grid", ["--impulse", samples(10**4, .01), "--input", train(10**5, .01), *grid(1000, .0013)]
    yield "2", "uneven samples", ["--impulse", uneven(10**4, .01), "--input", train(10**5, .01), *grid(1000, .01)]
    yield "2", "= on their grid", ["--impulse", samples(10**4, .01), "--input", train(10**5, .01), *grid(1000, .01)]
    for n in (10**3, 10**4, 10**5):
        yield "3", f"exponential and 1,000 samples in series, {n:,} impulses", ["--impulse", "=exp(-t)", "--impulse", samples(1000, .01), "--input", loose(n, 1000), *grid(1000, .1)]
    yield "3", "two files of 100 samples, a rate of 10", ["--impulse", samples(100, .1), "--impulse", samples(100, .07), "--rate", samples(10, 1), *grid(20, .2)]
    yield "3", "samples and a gamma", ["--impulse", GAMMA, "--impulse", samples(1000, .01), "--input", loose(1000, 100), *grid(100, .1)]
    yield "4", "a gamma through a rate file of 1,000", ["--impulse", GAMMA, "--rate", samples(1000, .1), *grid(100, .1)]
    yield "4", "a gamma's 1,000 rows, 100 impulses", ["--impulse", GAMMA, "--input", train(100, 1), *grid(100, .1)]
    yield "4", "a gamma's 10,000 rows, 100 impulses", ["--impulse", GAMMA, "--input", train(100, 1), *grid(100, .01)]
    yield "4", "a gamma, 1e5 impulses, 1e6 rows", ["--impulse", GAMMA, "--input", loose(10**5, 1000), *grid(1000, .001)]
    yield "5", "ten spread poles, 1,000 impulses", ["--impulse", SPREAD, "--input", loose(1000, 100), *grid(100, .1)]
    yield "5", "ten spread poles, 1e5 impulses", ["--impulse", SPREAD, "--input", loose(10**5, 100), *grid(100, .1)]
    yield "6", "a steady past of a gated formula that has ended", ["--impulse", "=(t<5)*exp(-t^2)", "--input", row("st", "time,amount,every,steady", (0.0, 1.0, 2.0, 1)), *grid(10000, 1)]
    yield "6", "a million repeats, a gamma", ["--impulse", GAMMA, "--input", row("rep", "time,amount,every,count", (0.0, 1.0, 1.0, 1000000)), "--from", "999000", "--to", "1000000", "--step", "1"]
    yield "6", "a million repeats, an exponential", ["--impulse", "=exp(-t)", "--input", row("rep", "time,amount,every,count", (0.0, 1.0, 1.0, 1000000)), "--from", "999000", "--to", "1000000", "--step", "1"]
    yield "7", "18 lead-lags in series", sum((["--impulse", "=" + LEAD] for _ in range(18)), []) + ["--rate", "=1", *grid(10, .1)]
    yield "7", "= as one formula", ["--impulse", "=(" + LEAD + ")^18", "--rate", "=1", *grid(10, .1)]
    yield "8", "1,000 impulses as response x 1e4, unequal steps", ["--impulse", loose(1000, 10), "--between", "nothing", "--input", loose(10**4, 1000), *grid(10, 1)]
    yield "8", "FIR of 40 taps, 1e5 samples", ["--impulse", "=(1+z^-1)^40", "--period", "0.01", "--input", train(10**5, .01)]
    yield "8", "describe, order 40", ["describe", "--impulse", "=1/(" + "*".join(f"(s+{k / 8})" for k in range(1, 41)) + ")"]
    yield "8", "describe, one pole a hundred times", ["describe", "--impulse", "=1/(s+1)^100"]
    yield "8", "describe, lightly damped", ["describe", "--impulse", "=1/((s^2+0.001*s+1)*(s^2+0.002*s+1.2)*(s^2+0.0005*s+0.8)*(s^2+0.003*s+1.5))"]
    yield "8", "describe, marginal", ["describe", "--impulse", "=1/((s^2+1)*(s+1))"]
    yield "8", "describe, a million samples", ["describe", "--impulse", samples(10**6, 1e-5)]
    yield "8", "--explain, a million impulses", ["--impulse", "=exp(-t)", "--input", loose(10**6, 1000), *grid(1000, 1), "--explain"]
    yield "9", "a sweep's area over a million rows' samples", ["sweep", "--impulse", samples(10**5, 1e-4), "--input", train(10**4, .1), "--vary", "k=1,2,3", "--scale-input", "k", "--summary", "area", *grid(1000, .01)]
    yield "9", "a sweep's peaks, 100 runs", ["sweep", "--impulse", "=exp(-k*t)", "--input", train(10, 1), "--vary", "k=0.1:1:0.009", "--summary", "peak"]


def once(arguments):
    start = time.perf_counter()
    null = os.open(os.devnull, os.O_WRONLY)
    pid = os.posix_spawn(PROGRAM, [PROGRAM, *arguments], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)])
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            break
        if time.perf_counter() - start > LIMIT:
            os.kill(pid, 9)
        time.sleep(0.001)
    os.close(null)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def main():
    print("\n### Cliffs\n\n| job | CPU s | MB |\n|---|---|---|")
    for number, name, arguments in jobs():
        if JOBS and number not in JOBS.split(","):
            continue
        runs = []
        for _ in range(ROUNDS):
            runs.append(once(arguments))
            if runs[-1][0] > 5 or runs[-1][2]:
                break
        best = min(runs)
        print(f"| {name} | {best[0]:.3f}{'' if best[2] == 0 else f' (exit {best[2]})'} | {max(r[1] for r in runs):.0f} |", flush=True)


if __name__ == "__main__":
    main()
