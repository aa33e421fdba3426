"""Race `simulate` on the jobs of docs/performance.md: make bench.

Needs Python alone. Each round runs every contender once, in rotated order, after a warm-up round;
medians of wall time, best CPU time, peak memory. NumPy and SciPy join where they can be imported,
and programs of one's own where FLOOR names their folder (j1_floor, j3_cli, j6_floor). J2 runs in memory,
by the program of Benchmarks/Package.swift, which IN_MEMORY names.

  ROUNDS=7  JOBS=start,J1,J2,J3,J4,J5,J6,J7  DATA=/dev/shm/simulate-bench  LONG=1 (J6 with 1e7 rows)
"""
import importlib.util, math, os, random, statistics, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
SIMULATE = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/simulate")
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"
DATA = os.environ.get("DATA", MEMORY + "/simulate-bench")
ROUNDS = int(os.environ.get("ROUNDS", "7"))
JOBS = os.environ.get("JOBS", "start,J1,J2,J3,J4,J5,J6,J7").split(",")
IN_MEMORY = os.environ.get("IN_MEMORY")
FLOOR = os.environ.get("FLOOR")
LONG = bool(os.environ.get("LONG"))
HAS_SCIPY = all(importlib.util.find_spec(name) for name in ("numpy", "scipy"))


def table(name, rows):
    """Writes a table once; numbers as Python prints them, the shortest that read back.

    A child makes it: a process begins with its parent's peak of memory, so the parent must stay small.
    """
    path = f"{DATA}/{name}"
    if not os.path.exists(path):
        child = os.fork()
        if child == 0:
            with open(path + ".part", "w") as file:
                file.write("t,value\n")
                for t, v in rows(random.Random(name)):
                    file.write(f"{t!r},{v!r}\n")
            os.rename(path + ".part", path)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            sys.exit(f"{path} can't be made")
    return path


def even(count, step, value):
    """Rows on an even grid: step is a whole number of parts in one, value a function of draw and time."""
    return lambda draw: ((k / step, value(draw, k / step)) for k in range(count))


def anywhere(count, end):
    """Rows at sorted times that lie anywhere."""
    return lambda draw: zip(sorted(draw.uniform(0, end) for _ in range(count)),
                            (draw.uniform(0.5, 1.5) for _ in range(count)))


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


def in_memory(job):
    """What the library and, where it is there, SciPy need for a job in memory: median ms of a call."""
    times = {}
    for name, command in listed(("simulate", IN_MEMORY and [IN_MEMORY, str(2 * ROUNDS), job]),
                                ("SciPy", peer("memory", job, str(ROUNDS)))):
        for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines():
            _, case, milliseconds = line.split("\t")
            times.setdefault(case, {})[name] = float(milliseconds)
    print(f"\n### {job}, in memory, one thread\n\n| case | library ms | SciPy ms | ratio |\n|---|---|---|---|")
    for case, row in times.items():
        ours, theirs = row.get("simulate"), row.get("SciPy")
        show = lambda number: f"{number:.1f}" if number else "-"
        print(f"| {case} | {show(ours)} | {show(theirs)} | {show(ours and theirs and theirs / ours)} |", flush=True)


def listed(*contenders):
    return [(name, command) for name, command in contenders if command]


def floor(program, *arguments):
    return [f"{FLOOR}/{program}", *arguments] if FLOOR else None


def main():
    os.makedirs(DATA, exist_ok=True)
    noise = lambda draw, _: draw.gauss(0, 1)
    out = f"{DATA}/floor-out"
    if "start" in JOBS:
        doses = table("doses.csv", lambda _: ((k * 9.5, 1.0 + k % 3) for k in range(100)))
        race("start", [
            ("simulate --version", [SIMULATE, "--version"]),
            ("10,000 rows, exponentials, 100 impulses", [
                SIMULATE, "--impulse", "=exp(-t/20)-exp(-t/2)", "--input", doses, "--from", "0",
                "--to", "999.9", "--step", "0.1"])] + [
            (f"10,000 rows, {formula}, 100 impulses", [
                SIMULATE, "--impulse", "=" + formula, "--input", doses, "--from", "0",
                "--to", "999.9", "--step", "0.1"])
            for formula in ("hrf(t)", "gamma_pdf(t, 2.5, 20)", "weibull_pdf(t, 1.5, 20)")], 4 * ROUNDS)
    if "J2" in JOBS:
        in_memory("J2")
    if "J1" in JOBS:
        h = table("j1_h.csv", even(100_000, 1000, lambda draw, t: math.exp(-t / 20) * math.cos(t)
                                   * draw.uniform(0.99, 1.01)))
        x = table("j1_x.csv", even(1_000_000, 1000, noise))
        run = [SIMULATE, "--impulse", h, "--input", x]
        race("J1: 1e6 rows through 1e5 samples", listed(
            ("floor, 1 thread", floor("j1_floor", h, x, out, "1")),
            ("simulate --jobs 1", run + ["--jobs", "1"]),
            ("floor, 2 threads", floor("j1_floor", h, x, out, "2")),
            ("simulate", run), ("NumPy + SciPy", peer("grid", h, x, "0.001"))))
    ticks = ["--from", "0", "--to", "99999.9", "--step", "0.1"]
    if "J3" in JOBS:
        x = table("j3_x.csv", anywhere(1_000_000, 1e5))
        run = [SIMULATE, "--impulse", "=exp(-0.05*t)-exp(-0.5*t)", "--input", x, *ticks]
        race("J3: 1e6 impulses at any times, two exponentials, 1e6 rows", listed(
            ("floor, 1 thread", floor("j3_cli", x, "0.1", "1e6", out)),
            ("simulate --jobs 1", run + ["--jobs", "1"]), ("simulate", run)))
    if "J4" in JOBS:
        h = table("j4_h.csv", even(10_000, 10, lambda _, t: math.exp(-t / 100) * math.sin(t / 7)))
        x = table("j4_x.csv", anywhere(100_000, 1e5))
        run = [SIMULATE, "--impulse", h, "--input", x, *ticks]
        race("J4: 1e5 impulses at any times, 1e4 samples, 1e6 rows", listed(
            ("simulate", run), ("simulate --jobs 1", run + ["--jobs", "1"]),
            ("NumPy, rounded to the grid", peer("round", h, x, "0.1", "1"))), min(ROUNDS, 5))
    if "J5" in JOBS:
        x = table("j5_x.csv", anywhere(100, 100))
        run = ["--impulse", "=exp(-a*t)-exp(-b*t)", "--input", x, "--from", "0", "--to", "99.9", "--step", "0.1"]
        race("J5: 10,000 runs of 100 impulses and 1,000 rows; one run", [
            ("simulate sweep --jobs 1", [SIMULATE, "sweep", *run, "--vary", "a=0.01:0.10999:0.00001",
                                         "--set", "b=0.5", "--jobs", "1"]),
            ("simulate, one run", [SIMULATE, *run, "--set", "a=0.01", "--set", "b=0.5"])], min(ROUNDS, 5))
    if "J7" in JOBS:
        race("J7: a Gompertz response under a decaying rate, 1,000 rows", [
            ("simulate", [SIMULATE, "--impulse", "=exp(-0.125*(exp(0.4*t)-1))", "--rate", "=2*exp(-0.3*t)",
                          "--from", "0.02", "--to", "20", "--step", "0.02"])], 4 * ROUNDS)
    if "J6" in JOBS:
        count = 10_000_000 if LONG else 3_000_000
        h = table("j6_h.csv", even(48_000, 1000, noise))
        x = table(f"j6_x{count}.csv", even(count, 1000, noise))
        race(f"J6: {count:.0e} rows through 48,000 samples", listed(
            ("floor, 1 thread", floor("j6_floor", "csv", h, x, out, "163840", "1")),
            ("floor and a writer thread", floor("j6_floor", "csv", h, x, out, "163840", "2")),
            ("simulate", [SIMULATE, "--impulse", h, "--input", x])), min(ROUNDS, 3))


if __name__ == "__main__":
    main()
