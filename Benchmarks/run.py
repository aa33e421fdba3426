"""Race `simulate` on the jobs of docs/performance.md: make bench.

Needs Python alone. Each round runs every contender once, in rotated order, after a warm-up round;
medians of wall time, best CPU time, peak memory. NumPy and SciPy join where they can be imported,
and programs of one's own where FLOOR names their folder (j1_floor, j3_cli, j6_floor).

  ROUNDS=7  JOBS=J1,J3,J4,J6,start  DATA=/dev/shm/simulate-bench  LONG=1 (J6 with 1e7 rows)
"""
import array, importlib.util, math, os, random, statistics, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
SIMULATE = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/simulate")
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"
DATA = os.environ.get("DATA", MEMORY + "/simulate-bench")
ROUNDS = int(os.environ.get("ROUNDS", "7"))
JOBS = os.environ.get("JOBS", "start,J1,J3,J4,J6").split(",")
FLOOR = os.environ.get("FLOOR")
LONG = bool(os.environ.get("LONG"))
HAS_SCIPY = all(importlib.util.find_spec(name) for name in ("numpy", "scipy"))


def table(name, times, values):
    """Writes a table once; numbers as Python prints them, the shortest that read back."""
    path = f"{DATA}/{name}"
    if not os.path.exists(path):
        with open(path + ".part", "w") as file:
            file.write("t,value\n")
            for t, v in zip(times, values):
                file.write(f"{t!r},{v!r}\n")
        os.rename(path + ".part", path)
    return path


def once(command, output):
    """Runs one process: wall seconds, CPU seconds, peak MB."""
    descriptor = os.open(output, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o644)
    start = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ,
                              file_actions=[(os.POSIX_SPAWN_DUP2, descriptor, 1)])
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - start
    os.close(descriptor)
    if status:
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def race(title, contenders, rounds=ROUNDS):
    """Prints a table; ratios are to the first contender."""
    results = {name: [] for name, _ in contenders}
    for number in range(-1, rounds):
        turn = number % len(contenders)
        for name, command in contenders[turn:] + contenders[:turn]:
            result = once(command, f"{DATA}/out")
            if number >= 0:
                results[name].append(result)
    print(f"\n### {title}\n\n| contender | median ms | ratio | CPU ms | ratio | peak MB |")
    print("|---|---|---|---|---|---|")
    base = None
    for name, runs in results.items():
        wall = 1e3 * statistics.median(run[0] for run in runs)
        cpu = 1e3 * min(run[1] for run in runs)
        base = base or (wall, cpu)
        print(f"| {name} | {wall:.1f} | {wall / base[0]:.2f} | {cpu:.1f} | {cpu / base[1]:.2f} "
              f"| {max(run[2] for run in runs):.0f} |", flush=True)


def peer(*arguments):
    return [sys.executable, f"{HERE}/peer.py", *arguments] if HAS_SCIPY else None


def listed(*contenders):
    return [(name, command) for name, command in contenders if command]


def floor(program, *arguments):
    return [f"{FLOOR}/{program}", *arguments] if FLOOR else None


def main():
    os.makedirs(DATA, exist_ok=True)
    draw = random.Random(11)
    normal = lambda count: [draw.gauss(0, 1) for _ in range(count)]
    out = f"{DATA}/floor-out"
    if "start" in JOBS:
        doses = table("doses.csv", (k * 9.5 for k in range(100)), (1.0 + k % 3 for k in range(100)))
        race("start", [
            ("simulate --version", [SIMULATE, "--version"]),
            ("10,000 rows, exponentials, 100 impulses", [
                SIMULATE, "--impulse", "=exp(-t/20)-exp(-t/2)", "--input", doses, "--from", "0",
                "--to", "999.9", "--step", "0.1"])], 4 * ROUNDS)
    if "J1" in JOBS:
        lags = [k / 1000 for k in range(100_000)]
        h = table("j1_h.csv", lags, (math.exp(-t / 20) * math.cos(t) * draw.uniform(0.99, 1.01)
                                     for t in lags))
        x = table("j1_x.csv", (k / 1000 for k in range(1_000_000)), normal(1_000_000))
        run = [SIMULATE, "--impulse", h, "--input", x]
        race("J1: 1e6 rows through 1e5 samples", listed(
            ("floor, 1 thread", floor("j1_floor", h, x, out, "1")),
            ("simulate --jobs 1", run + ["--jobs", "1"]),
            ("floor, 2 threads", floor("j1_floor", h, x, out, "2")),
            ("simulate", run), ("NumPy + SciPy", peer("grid", h, x, "0.001"))))
    ticks = ["--from", "0", "--to", "99999.9", "--step", "0.1"]
    if "J3" in JOBS:
        times = sorted(draw.uniform(0, 1e5) for _ in range(1_000_000))
        x = table("j3_x.csv", times, (draw.uniform(0.5, 1.5) for _ in times))
        run = [SIMULATE, "--impulse", "=exp(-0.05*t)-exp(-0.5*t)", "--input", x, *ticks]
        race("J3: 1e6 impulses at any times, two exponentials, 1e6 rows", listed(
            ("floor, 1 thread", floor("j3_cli", x, "0.1", "1e6", out)),
            ("simulate --jobs 1", run + ["--jobs", "1"]), ("simulate", run)))
    if "J4" in JOBS:
        lags = [k / 10 for k in range(10_000)]
        h = table("j4_h.csv", lags, (math.exp(-t / 100) * math.sin(t / 7) for t in lags))
        times = sorted(draw.uniform(0, 1e5) for _ in range(100_000))
        x = table("j4_x.csv", times, (draw.uniform(0.5, 1.5) for _ in times))
        run = [SIMULATE, "--impulse", h, "--input", x, *ticks]
        race("J4: 1e5 impulses at any times, 1e4 samples, 1e6 rows", listed(
            ("simulate", run), ("simulate --jobs 1", run + ["--jobs", "1"]),
            ("NumPy, rounded to the grid", peer("round", h, x, "0.1", "1"))), min(ROUNDS, 5))
    if "J6" in JOBS:
        count = 10_000_000 if LONG else 3_000_000
        h = table("j6_h.csv", (k / 1000 for k in range(48_000)), normal(48_000))
        some = array.array("d", normal(100_003))
        x = table(f"j6_x{count}.csv", (k / 1000 for k in range(count)),
                  (some[k % 100_003] for k in range(count)))
        race(f"J6: {count:.0e} rows through 48,000 samples", listed(
            ("floor, 1 thread", floor("j6_floor", "csv", h, x, out, "163840", "1")),
            ("floor and a writer thread", floor("j6_floor", "csv", h, x, out, "163840", "2")),
            ("simulate", [SIMULATE, "--impulse", h, "--input", x])), min(ROUNDS, 3))


if __name__ == "__main__":
    main()
