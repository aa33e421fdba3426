"""Holds `simulate` against exact values on random cases: make judge, or alone.

  python3 Benchmarks/judge.py [PROGRAM]      SEED=1  CASES=200  KINDS=rational,pulses,...  SECONDS=0

Each case is a command made from its number and the seed, with numbers that are doubles as they are typed; its values
are computed with mpmath from the definition. A case fails where a bound (`--bounds`) is below the error, an error is
above 5e-14 of the largest value and 1e-13 of its own (1e-12 and 1e-11 where there is quadrature), or the exit code is not 0. Failures are printed as
commands; the last line counts. With SECONDS it goes on with new seeds for so long.
"""
import csv, io, math, os, random, subprocess, sys, tempfile, time

import mpmath
from mpmath import mp, mpf

PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/simulate")
SEED = int(os.environ.get("SEED", "1"))
CASES = int(os.environ.get("CASES", "200"))
SECONDS = float(os.environ.get("SECONDS", "0"))
CLOSED, QUADRATURE = 5e-14, 1e-12
TAIL = {CLOSED: 1e-13, QUADRATURE: 1e-11}


def dyadic(draw, low, high, bits=6):
    """A number with few bits, so that its text is the double."""
    return round(draw.uniform(low, high) * 2**bits) / 2**bits


def text(x):
    return repr(float(x)) if x != int(x) else str(int(x))


# Rationals: factors in s, with their power series about t = 0.

def multiply(a, b):
    out = [mpf(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            out[i + j] += x * y
    return out


class Rational:
    """numerator / denominator, highest power first, as polynomials of mpf."""

    def __init__(self, numerator, denominator):
        self.numerator, self.denominator = numerator, denominator
        self.rate = 1 + max((abs(c) ** (mpf(1) / k) for k, c in enumerate(denominator) if k), default=0) * 2

    def over(self, factor):
        return Rational(self.numerator, multiply(self.denominator, factor))

    def at(self, t):
        """The inverse Laplace transform at t: the Taylor series of the impulse response, with digits to spare."""
        if t < 0:
            return mpf(0)
        wanted = mp.dps + 5
        digits = int(float(self.rate) * float(t) * 0.9) + wanted + 15
        with mpmath.workdps(digits):
            n = len(self.denominator) - 1
            numerator = [mpf(0)] * (n - len(self.numerator)) + [+c for c in self.numerator]
            lead = self.denominator[0]
            # c[k] = k-th derivative of h at 0: a recursion by the denominator.
            recent, total, power, k, small = [], mpf(0), mpf(1), 0, 0
            while True:
                c = numerator[k] if k < n else mpf(0)
                for j in range(1, n + 1):
                    if k - j >= 0:
                        c -= self.denominator[j] * recent[-j]
                c /= lead
                recent.append(c)
                recent = recent[-n - 1:]
                term = c * power
                total += term
                k += 1
                power *= mpf(t) / k
                small = small + 1 if abs(term) <= mpf(10) ** -wanted * (abs(total) + mpf(10) ** -300) else 0
                if small > n + 3 and k > float(self.rate) * float(t):
                    break
            return +total


def factors(draw, most):
    """Text and polynomial of a denominator: poles real, complex, repeated, close together, far apart."""
    pieces, polynomial, shown = [], [mpf(1)], []
    order = draw.randint(1, most)
    while order > 0:
        style = draw.random()
        if style < 0.35 or order == 1:
            a = dyadic(draw, 0.05, 4)
            if shown and draw.random() < 0.4:
                a = shown[-1] + draw.choice([0, 2.0**-10, 2.0**-20, 2.0**-6])
            shown.append(a)
            m = draw.choice([1, 1, 1, 2, 3])
            m = min(m, order)
            pieces.append(f"(s+{text(a)})" + (f"^{m}" if m > 1 else ""))
            for _ in range(m):
                polynomial = multiply(polynomial, [mpf(1), mpf(a)])
            order -= m
        else:
            b, c = dyadic(draw, 0.05, 2), dyadic(draw, 0.1, 9)
            if draw.random() < 0.2:
                c = b * b / 4 + 2.0**-12
            pieces.append(f"(s^2+{text(b)}*s+{text(c)})")
            polynomial = multiply(polynomial, [mpf(1), mpf(b), mpf(c)])
            order -= 2
    return pieces, polynomial


def rational(draw, most=7):
    pieces, denominator = factors(draw, most)
    order = len(denominator) - 1
    numerator, top = [mpf(1)], "1"
    if order > 1 and draw.random() < 0.5:
        degree = draw.randint(1, order - 1)
        coefficients = [dyadic(draw, -2, 2, 4) or 1.0 for _ in range(degree + 1)]
        numerator = [mpf(c) for c in coefficients]
        top = "(" + "+".join(f"({text(c)})*s^{degree - k}" for k, c in enumerate(coefficients)) + ")"
    return "=" + top + "/(" + "*".join(pieces) + ")", Rational(numerator, denominator)


# Inputs.

def impulses(draw, most=12):
    count = draw.choice([1, 2, 5, most])
    span = draw.choice([1, 10, 60])
    return sorted((dyadic(draw, 0, span, 8), dyadic(draw, -3, 5, 8)) for _ in range(count))


def rows(draw, start, stretch):
    if draw.random() < 0.4:
        step = draw.choice([0.125, 0.25, 0.5, 1.0])
        return [start + k * step for k in range(draw.choice([5, 17, 40]))]
    return sorted(start + dyadic(draw, -1, stretch, 10) for _ in range(draw.choice([1, 6, 20])))


class Case:
    def __init__(self, arguments, files, times, values, goal):
        self.arguments, self.files, self.times, self.values, self.goal = arguments, files, times, values, goal


def table(pairs, header="time,amount"):
    return header + "\n" + "".join(",".join(text(x) for x in pair) + "\n" for pair in pairs)


def rational_impulses(draw):
    formula, h = rational(draw)
    train = impulses(draw)
    times = rows(draw, train[0][0], 40)
    delay = draw.choice([0, 0, 0.75])
    values = [sum(a * h.at(mpf(t) - mpf(u) - mpf(delay)) for u, a in train) for t in times]
    extra = ["--delay", text(delay)] if delay else []
    return Case(["--impulse", formula, "--input", "i.csv", *extra], {"i.csv": table(train)}, times, values, CLOSED)


@mpmath.workdps(160)
def rational_pulses(draw):
    """A pulse's end takes away all but the tail of what its start began."""
    formula, h = rational(draw, 5)
    step = h.over([mpf(1), mpf(0)])
    train = [(u, a, draw.choice([0.5, 2.0, 0.0625, 7.0])) for u, a in impulses(draw, 6)]
    times = rows(draw, train[0][0], 30)
    values = [sum(a / mpf(d) * (step.at(mpf(t) - u) - step.at(mpf(t) - u - d)) for u, a, d in train) for t in times]
    return Case(["--impulse", formula, "--input", "i.csv"], {"i.csv": table(train, "time,amount,duration")}, times,
                values, CLOSED)


@mpmath.workdps(160)
def rational_gate(draw):
    """A rate that is an exponential, maybe a swing, until it is cut: after that its parts cancel in many digits."""
    formula, h = rational(draw, 4)
    end, a = dyadic(draw, 0.5, 20), dyadic(draw, 0, 2)
    w = draw.choice([0, 0, dyadic(draw, 0.5, 8)])
    times = rows(draw, 0, 40)
    if w == 0:
        through = h.over([mpf(1), mpf(a)])
        values = [through.at(mpf(t)) - mpmath.exp(-mpf(a) * end) * through.at(mpf(t) - end) for t in times]
        rate = f"=exp(-{text(a)}*t)*(t<{text(end)})"
    else:
        # sin(w t) e^(-a t), and after the cut sin(w (u + T)) = cos(wT) sin(wu) + sin(wT) cos(wu).
        q = [mpf(1), 2 * mpf(a), mpf(a) ** 2 + mpf(w) ** 2]
        sine = Rational(multiply(h.numerator, [mpf(w)]), multiply(h.denominator, q))
        cosine = Rational(multiply(h.numerator, [mpf(1), mpf(a)]), multiply(h.denominator, q))
        e = mpmath.exp(-mpf(a) * end)
        values = [sine.at(mpf(t)) - e * (mpmath.cos(mpf(w) * end) * sine.at(mpf(t) - end)
                                         + mpmath.sin(mpf(w) * end) * cosine.at(mpf(t) - end)) for t in times]
        rate = f"=sin({text(w)}*t)*exp(-{text(a)}*t)*(t<{text(end)})"
    return Case(["--impulse", formula, "--rate", rate], {}, times, values, CLOSED)


# Filters in z: the recursion.

def filtered(draw):
    sections, top, bottom = [], [], []
    for _ in range(draw.randint(1, 4)):
        r, phase = draw.choice([0.5, 0.9, 0.99, 0.999]), draw.uniform(0, math.pi)
        a = [1.0, round(-2 * r * math.cos(phase) * 1024) / 1024, round(r * r * 1024) / 1024]
        b = [dyadic(draw, -1, 1) or 0.5, dyadic(draw, -1, 1), dyadic(draw, -1, 1)]
        sections.append((b, a))
        top.append("(" + "+".join(f"({text(c)})*z^-{k}" if k else text(c) for k, c in enumerate(b)) + ")")
        bottom.append("(" + "+".join(f"({text(c)})*z^-{k}" if k else text(c) for k, c in enumerate(a)) + ")")
    train = sorted((float(draw.randint(0, 60)), dyadic(draw, -2, 2)) for _ in range(draw.choice([1, 5, 20])))
    count = draw.choice([50, 300])
    x = [mpf(0)] * count
    for t, a in train:
        if t < count:
            x[int(t)] += mpf(a)
    for b, a in sections:
        y = []
        for n in range(count):
            v = sum(mpf(b[k]) * x[n - k] for k in range(3) if n >= k)
            v -= sum(mpf(a[k]) * y[n - k] for k in (1, 2) if n >= k)
            y.append(v)
        x = y
    formula = "=" + "*".join(top) + "/(" + "*".join(bottom) + ")"
    return Case(["--impulse", formula, "--period", "1", "--input", "i.csv"], {"i.csv": table(train)},
                [float(n) for n in range(count)], x, CLOSED)


# Densities, swings, gates: what is known only by its values.

def shape(draw):
    kind = draw.choice(["gamma", "weibull", "normal", "lognormal", "exponential", "gate", "hrf"])
    if kind == "gamma":
        k, c = draw.choice([0.375, 0.5, 0.75, 1.5, 2.25, 3.75, 6.5]), dyadic(draw, 0.3, 3)
        f = lambda t: t ** (mpf(k) - 1) * mpmath.exp(-t / c) / (mpmath.gamma(mpf(k)) * mpf(c) ** k) if t > 0 else mpf(0)
        return f"gamma_pdf(t,{text(k)},{text(c)})", f, [0, max(0.0, (k - 1) * c), k * c, (k + 6) * c, (k + 40) * c], k < 1
    if kind == "weibull":
        k, c = draw.choice([0.75, 1.5, 2.25, 3.5]), dyadic(draw, 0.5, 4)
        f = lambda t: mpf(k) / c * (t / c) ** (mpf(k) - 1) * mpmath.exp(-(t / c) ** k) if t > 0 else mpf(0)
        return f"weibull_pdf(t,{text(k)},{text(c)})", f, [0, c / 2, c, 2 * c, 5 * c, 30 * c], k < 1
    if kind == "normal":
        m, s = dyadic(draw, 0, 6), dyadic(draw, 0.2, 2)
        f = lambda t: mpmath.exp(-((t - m) / s) ** 2 / 2) / (mpf(s) * mpmath.sqrt(2 * mpmath.pi)) if t >= 0 else mpf(0)
        return f"normal_pdf(t,{text(m)},{text(s)})", f, [0, max(0, m - 3 * s), m, m + 3 * s, m + 12 * s, m + 40 * s], False
    if kind == "lognormal":
        m, s = dyadic(draw, -1, 1), dyadic(draw, 0.25, 1)
        f = lambda t: (mpmath.exp(-((mpmath.log(t) - m) / s) ** 2 / 2) / (t * mpf(s) * mpmath.sqrt(2 * mpmath.pi))
                       if t > 0 else mpf(0))
        return (f"lognormal_pdf(t,{text(m)},{text(s)})", f,
                [0] + [math.exp(m + s * q) for q in (-6, -3, -1, 0, 1, 3, 6)], False)
    if kind == "exponential":
        a = dyadic(draw, 0.05, 3)
        return f"exp(-{text(a)}*t)", lambda t: mpmath.exp(-mpf(a) * t) if t >= 0 else mpf(0), [0, 1 / a, 40 / a], False
    if kind == "gate":
        a, e = dyadic(draw, 0.1, 2), dyadic(draw, 0.5, 6)
        return (f"t*exp(-{text(a)}*t)*(t<{text(e)})",
                lambda t: t * mpmath.exp(-mpf(a) * t) if 0 <= t < e else mpf(0),
                # In a tail of the other factor all lies at the cut.
                [0, *sorted(e - 2.0**-j for j in range(-2, 11) if 2.0**-j < e), e], False)
    f = lambda t: (t**5 * mpmath.exp(-t) / 120 - t**15 * mpmath.exp(-t) / (6 * mpmath.factorial(15))) * mpf(6) / 5 \
        if t > 0 else mpf(0)
    return "hrf(t)", f, [0, 5, 10, 16, 30, 60, 100], False


def careful(f, points):
    """An integral to 20 digits of itself: mpmath stops at an absolute error, so the integrand is brought to about 1."""
    shares = [mpf(2) ** -k for k in (1, 2, 3, 5, 8, 12, 17)]
    places = [p for a, b in zip(points, points[1:]) for q in shares for p in (a + (b - a) * q, b - (b - a) * q)]
    size = max(abs(f(p)) for p in places) * (points[-1] - points[0])
    if size == 0:
        return mpf(0)
    cells, total, most = list(zip(points, points[1:], [0] * len(points))), mpf(0), mpf(0)
    while cells:
        a, b, depth = cells.pop()
        value, off = mpmath.quad(lambda u: f(u) / size, [a, b], maxdegree=8, error=True)
        # In a long tail all lies at one end.
        if off > mpf(10) ** -22 * max(abs(value), most) and off > mpf(10) ** -36:
            if depth == 12:
                raise ArithmeticError("the reference does not settle")
            cells += [(a, (a + b) / 2, depth + 1), ((a + b) / 2, b, depth + 1)]
        else:
            total += value
            most = max(most, abs(value))
    if abs(total) < mpf(10) ** -12:
        raise ArithmeticError("the reference does not settle")
    return total * size


def integral(f, g, t, breaks_f, breaks_g):
    """The integral of f(u) g(t - u) over 0..t, with the singular ends met by tanh-sinh."""
    points = {mpf(0), mpf(t)}
    points |= {mpf(b) for b in breaks_f if 0 < b < t}
    points |= {mpf(t) - mpf(b) for b in breaks_g if 0 < b < t}
    ordered = sorted(points)
    return careful(lambda u: f(u) * g(mpf(t) - u), ordered)


def shape_impulses(draw):
    formula, f, _, singular = shape(draw)
    train = impulses(draw)
    times = rows(draw, train[0][0], 30)
    if singular:
        times = [t for t in times if all(t != u for u, _ in train)] or [train[-1][0] + 1.0]
    values = [sum(a * f(mpf(t) - mpf(u)) for u, a in train if t >= u) for t in times]
    return Case(["--impulse", "=" + formula, "--input", "i.csv"], {"i.csv": table(train)}, times, values, QUADRATURE)


def shape_shape(draw):
    a, f, bf, _ = shape(draw)
    b, g, bg, _ = shape(draw)
    times = rows(draw, 0, 20)[:8]
    values = [integral(f, g, t, bf, bg) if t > 0 else mpf(0) for t in times]
    if times and any(t == 0 for t in times):
        times, values = zip(*[(t, v) for t, v in zip(times, values) if t != 0]) if any(times) else ([1.0], [integral(f, g, 1.0, bf, bg)])
    return Case(["--impulse", "=" + a, "--rate", "=" + b], {}, list(times), list(values), QUADRATURE)


def shape_pulses(draw):
    a, f, bf, _ = shape(draw)
    train = [(u, x, draw.choice([0.5, 2.0, 7.0])) for u, x in impulses(draw, 4)[:4]]
    times = rows(draw, train[0][0], 20)[:6]

    def part(low, high):
        # The area between two lags, over its own breaks, so that a small one keeps its digits.
        low, high = max(mpf(0), low), max(mpf(0), high)
        if high <= low:
            return mpf(0)
        return careful(f, sorted({low, high} | {mpf(b) for b in bf if low < b < high}))

    values = [sum(x / mpf(d) * part(mpf(t) - u - d, mpf(t) - u) for u, x, d in train) for t in times]
    return Case(["--impulse", "=" + a, "--input", "i.csv"], {"i.csv": table(train, "time,amount,duration")}, times,
                values, QUADRATURE)


# Samples joined by lines.

def samples(draw, most=12):
    count = draw.randint(2, most)
    if draw.random() < 0.5:
        step = draw.choice([0.125, 0.5, 1.0])
        knots = [k * step for k in range(count)]
    else:
        knots = sorted({dyadic(draw, 0, 8, 5) for _ in range(count)} | {0.0, 8.5})
    return knots, [dyadic(draw, -1, 3) for _ in knots]


def lines(knots, values):
    def f(t):
        if t < knots[0] or t > knots[-1]:
            return mpf(0)
        for k in range(len(knots) - 1):
            if t <= knots[k + 1]:
                w = (t - mpf(knots[k])) / (mpf(knots[k + 1]) - mpf(knots[k]))
                return mpf(values[k]) * (1 - w) + mpf(values[k + 1]) * w
        return mpf(values[-1])
    return f


def samples_impulses(draw):
    knots, values = samples(draw)
    f = lines(knots, values)
    train = impulses(draw)
    times = rows(draw, train[0][0], 12)
    exact = [sum(a * f(mpf(t) - mpf(u)) for u, a in train) for t in times]
    return Case(["--impulse", "h.csv", "--input", "i.csv"],
                {"h.csv": table(list(zip(knots, values)), "t,h"), "i.csv": table(train)}, times, exact, CLOSED)


def product(f, breaks_f, g, breaks_g, t, gauss=None):
    """The integral of f(u) g(t - u) where both are smooth between breaks; Gauss on each cell."""
    low, high = max(breaks_f[0], t - breaks_g[-1]), min(breaks_f[-1], t - breaks_g[0])
    if high <= low:
        return mpf(0)
    points = sorted({mpf(low), mpf(high)} | {mpf(b) for b in breaks_f if low < b < high}
                    | {mpf(t) - mpf(b) for b in breaks_g if low < t - b < high})
    return mpmath.quad(lambda u: f(u) * g(mpf(t) - u), points, maxdegree=6)


def samples_samples(draw):
    (k1, v1), (k2, v2) = samples(draw), samples(draw)
    f, g = lines(k1, v1), lines(k2, v2)
    times = rows(draw, 0, 18)[:10]
    exact = [product(f, k1, g, k2, t) for t in times]
    return Case(["--impulse", "h.csv", "--rate", "r.csv"],
                {"h.csv": table(list(zip(k1, v1)), "t,h"), "r.csv": table(list(zip(k2, v2)), "t,r")}, times, exact, CLOSED)


@mpmath.workdps(160)
def samples_rational(draw):
    """A rate file through poles: each line's ramp and step through the poles."""
    formula, h = rational(draw, 4)
    knots, values = samples(draw)
    step, ramp = h.over([mpf(1), mpf(0)]), h.over([mpf(1), mpf(0), mpf(0)])
    times = rows(draw, 0, 25)

    def at(t):
        total = mpf(values[0]) * step.at(mpf(t) - knots[0]) - mpf(values[-1]) * step.at(mpf(t) - knots[-1])
        before = mpf(0)
        for k in range(len(knots)):
            after = ((mpf(values[k + 1]) - values[k]) / (mpf(knots[k + 1]) - knots[k])) if k + 1 < len(knots) else mpf(0)
            total += (after - before) * ramp.at(mpf(t) - knots[k])
            before = after
        return total

    return Case(["--impulse", formula, "--rate", "r.csv"], {"r.csv": table(list(zip(knots, values)), "t,r")}, times,
                [at(t) for t in times], CLOSED)


KINDS = {f.__name__: f for f in (
    rational_impulses, rational_pulses, rational_gate, filtered, shape_impulses, shape_shape, shape_pulses,
    samples_impulses, samples_samples, samples_rational)}


def judge(name, seed, folder):
    """None if the program is right, else what is wrong."""
    draw = random.Random(f"{name} {seed}")
    try:
        case = KINDS[name](draw)
    except ArithmeticError:
        # Nothing to judge by.
        return None
    for file, content in case.files.items():
        open(os.path.join(folder, file), "w").write(content)
    open(os.path.join(folder, "times.csv"), "w").write("t\n" + "".join(text(t) + "\n" for t in case.times))
    arguments = [*case.arguments, "--times", "times.csv", "--bounds"]
    start = time.perf_counter()
    try:
        done = subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return "no answer in a minute", arguments
    if done.returncode:
        return f"exit {done.returncode}: {done.stderr.strip()[:200]}", arguments
    shown = list(csv.reader(io.StringIO(done.stdout)))[1:]
    peak = max((abs(v) for v in case.values), default=mpf(0))
    for (t, y, error), value in zip(shown, case.values):
        off = abs(mpf(float(y)) - value)
        # What the reference itself may be off by.
        slack = mpf(10) ** -30 * peak + mpf(2) ** -1074
        if off > float(error) + slack:
            return f"t={t}: {y} ± {error}, but {mpmath.nstr(value, 20)}: off by {mpmath.nstr(off, 3)}", arguments
        # Where all rows lie in a tail, they are their own peak: what a lag's own rounding does to it is borne.
        if off > case.goal * peak + slack and off > TAIL[case.goal] * abs(value):
            return f"t={t}: {y} is off by {mpmath.nstr(off / peak, 3)} of the peak, goal {case.goal}", arguments
    if time.perf_counter() - start > 5:
        return f"{time.perf_counter() - start:.1f} s", arguments
    return None


def main():
    mp.dps = 40
    kinds = os.environ.get("KINDS", ",".join(KINDS)).split(",")
    end = time.time() + SECONDS
    seed, cases, wrong = SEED, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        while True:
            for k in range(CASES):
                name = kinds[k % len(kinds)]
                cases += 1
                found = judge(name, seed * 1_000_003 + k, folder)
                if found:
                    wrong += 1
                    print(f"{name} {seed * 1_000_003 + k}: {found[0]}\n    simulate " + " ".join(
                        f"'{a}'" if a.startswith("=") else a for a in found[1]), flush=True)
            seed += 1
            if time.time() >= end:
                break
    print(f"{cases} cases, {wrong} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
