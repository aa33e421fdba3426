"""Holds `simulate` against exact values on random cases: make judge, or alone.

  python3 Benchmarks/judge.py [PROGRAM]      SEED=1  CASES=220  KINDS=two_sides,pulsed,...  SECONDS=0  LIMIT=5

Each case is a command made from its number and the seed, with numbers that are doubles as they are typed; its values
are computed with mpmath from the definition. A case fails where a bound (`--bounds`) is below the error, an error is
above 5e-14 of the largest value and 1e-13 of its own (1e-12 and 1e-11 where there is quadrature), the exit code is not 0, or it took more than LIMIT
seconds of the processor. Failures are printed as commands; the last line counts. With SECONDS it goes on with new seeds for so long.
"""
import csv, io, math, os, random, resource, subprocess, sys, tempfile, time

import mpmath
from mpmath import mp, mpf

PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/simulate")
SEED = int(os.environ.get("SEED", "1"))
CASES = int(os.environ.get("CASES", "220"))
SECONDS = float(os.environ.get("SECONDS", "0"))
LIMIT = float(os.environ.get("LIMIT", "5"))
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
    # About the largest integral of magnitudes among the values, beside which what cancels is rounded.
    scale = mpf(0)

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
    heights = [abs(f(p)) for p in places]
    size = max(heights) * (points[-1] - points[0])
    order = sorted(zip(places, heights))
    Case.scale = max(Case.scale, sum((b[0] - a[0]) * min(a[1], b[1]) for a, b in zip(order, order[1:])))
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


# Waves: whatever a formula or a file can say, on either side of 0.

ENDLESS = mpf(10) ** 6


class Wave:
    """A response or a rate: its text, its value anywhere, the places where its pieces end; before the first and after
    the last of them it is nothing to 50 digits. `file` holds its table, `sides` whether t < 0 counts."""

    def __init__(self, text, f, breaks, singular=False, sides=False, file=None, extra=(), lasting=False):
        self.text, self.f, self.breaks, self.singular = text, f, [mpf(b) for b in breaks], singular
        self.sides, self.file, self.extra, self.lasting = sides, file, list(extra), lasting

    def __call__(self, t):
        return self.f(t)

    def delayed(self, by):
        return Wave(self.text, lambda t: self.f(t - by), [b + by for b in self.breaks], self.singular, self.sides,
                    self.file, self.extra, self.lasting)


def far(scale):
    """Places from 0 on over many scales."""
    return [0] + [scale * mpf(q) for q in (0.125, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 800)]


def density(draw):
    """A density on t > 0, singular at its start or not."""
    kind = draw.choice(["gamma", "gamma", "weibull", "weibull", "lognormal", "inverse", "root", "rooted"])
    if kind == "gamma":
        k, c = draw.choice([0.25, 0.375, 0.5, 0.75, 1.5, 2.5, 4.25]), dyadic(draw, 0.3, 3)
        f = lambda t: t ** (mpf(k) - 1) * mpmath.exp(-t / c) / (mpmath.gamma(mpf(k)) * mpf(c) ** k) if t > 0 else mpf(0)
        return Wave(f"gamma_pdf(t,{text(k)},{text(c)})", f, far(c), k < 1)
    if kind == "weibull":
        k, c = draw.choice([0.5, 0.75, 1.5, 2.25]), dyadic(draw, 0.5, 4)
        f = lambda t: mpf(k) / c * (t / c) ** (mpf(k) - 1) * mpmath.exp(-(t / c) ** k) if t > 0 else mpf(0)
        places = [0] + [c * mpf(q) ** (1 / mpf(k)) for q in (0.05, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 140, 800)]
        return Wave(f"weibull_pdf(t,{text(k)},{text(c)})", f, places, k < 1)
    if kind == "lognormal":
        m, s = dyadic(draw, -1, 1), dyadic(draw, 0.25, 1)
        f = lambda t: (mpmath.exp(-((mpmath.log(t) - m) / s) ** 2 / 2) / (t * mpf(s) * mpmath.sqrt(2 * mpmath.pi))
                       if t > 0 else mpf(0))
        return Wave(f"lognormal_pdf(t,{text(m)},{text(s)})", f,
                    [0] + [mpmath.exp(m + mpf(s) * q) for q in (-39, -16, -8, -5, -3, -1, 0, 1, 2, 3, 5, 8, 16, 39)])
    if kind == "inverse":
        m, l = dyadic(draw, 0.5, 4), dyadic(draw, 0.25, 8)
        f = lambda t: (mpmath.sqrt(l / (2 * mpmath.pi * t**3)) * mpmath.exp(-l * (t - m) ** 2 / (2 * mpf(m) ** 2 * t))
                       if t > 0 else mpf(0))
        places = [mpf(l) / q for q in (1600, 260, 60, 20, 8, 3)] + [mpf(m) * q for q in (0.5, 1, 2)]
        places += [mpf(m) * 2 + mpf(m) ** 2 / l * q for q in (1, 3, 8, 20, 60, 140, 260, 1600)]
        return Wave(f"inverse_gaussian_pdf(t,{text(m)},{text(l)})", f, sorted([mpf(0), *places]))
    c = dyadic(draw, 0.5, 4)
    if kind == "root":
        f = lambda t: mpmath.exp(-t / mpf(c)) / mpmath.sqrt(t) if t > 0 else mpf(0)
        return Wave(f"t^(-1/2)*exp(-t/{text(c)})", f, far(c), True)
    f = lambda t: mpmath.sqrt(t) * mpmath.exp(-t / mpf(c)) if t > 0 else mpf(0)
    return Wave(f"sqrt(t)*exp(-t/{text(c)})", f, far(c))


def other(draw):
    """What decays otherwise, on t >= 0."""
    kind = draw.choice(["bessel", "erfc", "erfcroot", "gauss", "chirp", "bend", "exp", "swing", "gate", "hrf", "lasting"])
    a, w = dyadic(draw, 0.1, 2), dyadic(draw, 0.5, 6)
    if kind == "bessel":
        return Wave(f"besselj0({text(w)}*t)*exp(-{text(a)}*t)",
                    lambda t: mpmath.besselj(0, w * t) * mpmath.exp(-mpf(a) * t) if t >= 0 else mpf(0), far(1 / mpf(a)))
    if kind == "erfc":
        return Wave(f"erfc({text(a)}*t)", lambda t: mpmath.erfc(mpf(a) * t) if t >= 0 else mpf(0),
                    [mpf(q) / a for q in (0, 0.5, 1, 2, 4, 8, 12, 28)])
    if kind == "erfcroot":
        return Wave(f"erfc(sqrt(t/{text(w)}))", lambda t: mpmath.erfc(mpmath.sqrt(t / mpf(w))) if t >= 0 else mpf(0), far(w))
    if kind == "gauss":
        return Wave(f"exp(-(t/{text(w)})^2)", lambda t: mpmath.exp(-(t / mpf(w)) ** 2) if t >= 0 else mpf(0),
                    [mpf(q) * w for q in (0, 0.5, 1, 2, 4, 8, 12, 28)])
    if kind == "chirp":
        return Wave(f"sin({text(w)}*t^2)*exp(-{text(a)}*t^2)",
                    lambda t: mpmath.sin(w * t * t) * mpmath.exp(-mpf(a) * t * t) if t >= 0 else mpf(0),
                    [mpf(q) / 8 / mpmath.sqrt(mpf(a)) for q in range(0, 80, 2)] + [12 / mpmath.sqrt(mpf(a)), 28 / mpmath.sqrt(mpf(a))])
    if kind == "bend":
        corners = [k * mpmath.pi / w for k in range(0, int(28 * w / a ** 0.5 / 3.14) + 2)]
        return Wave(f"abs(sin({text(w)}*t))*exp(-{text(a)}*t^2)",
                    lambda t: abs(mpmath.sin(w * t)) * mpmath.exp(-mpf(a) * t * t) if t >= 0 else mpf(0),
                    [x for x in corners if x < 28 / mpmath.sqrt(mpf(a))] + [28 / mpmath.sqrt(mpf(a))])
    if kind == "exp":
        return Wave(f"exp(-{text(a)}*t)", lambda t: mpmath.exp(-mpf(a) * t) if t >= 0 else mpf(0), far(1 / mpf(a)))
    if kind == "swing":
        return Wave(f"exp(-{text(a)}*t)*cos({text(w)}*t)",
                    lambda t: mpmath.exp(-mpf(a) * t) * mpmath.cos(w * t) if t >= 0 else mpf(0), far(1 / mpf(a)))
    if kind == "gate":
        return Wave(f"exp({text(a)}*t)*(t<{text(w)})", lambda t: mpmath.exp(mpf(a) * t) if 0 <= t < w else mpf(0), [0, w])
    if kind == "hrf":
        f = lambda t: (t**5 * mpmath.exp(-t) / 120 - t**15 * mpmath.exp(-t) / (6 * mpmath.factorial(15))) * mpf(6) / 5 \
            if t > 0 else mpf(0)
        return Wave("hrf(t)", f, [0, 5, 10, 16, 30, 60, 100, 200, 800])
    return lasting(draw)


def lasting(draw):
    """What never ends."""
    kind = draw.choice(["constant", "step", "polynomial", "tone", "bessel", "growth", "log", "power"])
    a, w = dyadic(draw, 0.1, 2), dyadic(draw, 0.5, 4)
    on = lambda f: lambda t: f(t) if t >= 0 else mpf(0)
    if kind == "constant":
        return Wave(text(a), on(lambda t: mpf(a)), [0, ENDLESS], lasting=True)
    if kind == "step":
        return Wave(f"step(t-{text(w)})", lambda t: mpf(1) if t >= w else mpf(0), [w, ENDLESS], lasting=True)
    if kind == "polynomial":
        return Wave(f"1-{text(a)}*t+{text(w)}*t^2", on(lambda t: 1 - mpf(a) * t + mpf(w) * t * t), [0, ENDLESS], lasting=True)
    if kind == "tone":
        return Wave(f"1+sin({text(w)}*t)", on(lambda t: 1 + mpmath.sin(w * t)), [0, *range(1, 80), ENDLESS], lasting=True)
    if kind == "bessel":
        return Wave(f"besselj0({text(w)}*t)", on(lambda t: mpmath.besselj(0, w * t)), [0, *range(1, 80), ENDLESS],
                    lasting=True)
    if kind == "growth":
        return Wave(f"exp({text(a / 16)}*t)", on(lambda t: mpmath.exp(mpf(a) / 16 * t)), [0, *range(8, 80, 8), ENDLESS],
                    lasting=True)
    if kind == "log":
        return Wave(f"log(1+{text(w)}*t)", on(lambda t: mpmath.log(1 + w * t)),
                    [0, *[mpf(2) ** k / w for k in range(-2, 9)], ENDLESS], lasting=True)
    return Wave("t^(-1/2)", lambda t: 1 / mpmath.sqrt(t) if t > 0 else mpf(0),
                [0, *[mpf(2) ** k for k in range(-2, 9)], ENDLESS], True, lasting=True)


def both_sides(draw, endless=False):
    """What is there before 0 too."""
    kinds = ["normal", "laplace", "lorentz", "box", "rise", "bell"]
    if endless:
        kinds += ["constant", "tone", "line", "growth"]
    kind = draw.choice(kinds)
    a, w, m = dyadic(draw, 0.25, 2), dyadic(draw, 0.5, 4), dyadic(draw, -3, 3)
    if kind == "normal":
        return normal(m, w)
    if kind == "laplace":
        places = [mpf(q) / a for q in (0.25, 1, 3, 9, 25, 60, 130, 800)]
        return Wave(f"exp(-{text(a)}*abs(t))", lambda t: mpmath.exp(-mpf(a) * abs(t)),
                    [-x for x in reversed(places)] + [0] + places, sides=True)
    if kind == "lorentz":
        f = lambda t: 1 / (1 + (t / mpf(w)) ** 2) ** 2
        # Never nothing: its partner must end.
        return Wave(f"1/(1+(t/{text(w)})^2)^2", f, [-ENDLESS, -64, -16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16, 64, ENDLESS],
                    sides=True, lasting=True)
    if kind == "box":
        return Wave(f"(t>{text(-w)})*(t<{text(a)})", lambda t: mpf(1) if -w < t < a else mpf(0), [-w, a], sides=True)
    if kind == "rise":
        return Wave(f"exp({text(a)}*t)*(t<{text(w)})", lambda t: mpmath.exp(mpf(a) * t) if t < w else mpf(0),
                    [w - mpf(q) / a for q in (800, 130, 60, 25, 9, 3, 1, 0.25, 0)], sides=True)
    if kind == "bell":
        return Wave(f"t*exp(-(t/{text(w)})^2)", lambda t: t * mpmath.exp(-(t / mpf(w)) ** 2),
                    [mpf(q) * w for q in (-28, -12, -6, -3, -1, 0, 1, 3, 6, 12, 28)], sides=True)
    if kind == "constant":
        return Wave(text(a), lambda t: mpf(a), [-ENDLESS, 0, ENDLESS], sides=True, lasting=True)
    if kind == "tone":
        return Wave(f"1+cos({text(w)}*t)", lambda t: 1 + mpmath.cos(w * t), [-ENDLESS, *range(-99, 100, 2), ENDLESS], sides=True,
                    lasting=True)
    if kind == "line":
        return Wave(f"1+{text(a)}*t", lambda t: 1 + mpf(a) * t, [-ENDLESS, 0, ENDLESS], sides=True, lasting=True)
    return Wave(f"exp({text(a / 32)}*t)", lambda t: mpmath.exp(mpf(a) / 32 * t), [-ENDLESS, *range(-96, 100, 8), ENDLESS], sides=True,
                lasting=True)


def filed(draw, name, option):
    """Samples in a file, joined or held."""
    knots, values = samples(draw)
    content = table(list(zip(knots, values)), "t,value")
    if draw.random() < 0.5:
        return Wave(name, lines(knots, values), knots, file=content)
    end = knots[-1] + (knots[-1] - knots[-2])

    def held(t):
        for k in reversed(range(len(knots))):
            if t >= knots[k]:
                return mpf(values[k]) if t < end else mpf(0)
        return mpf(0)

    return Wave(name, held, [*knots, end], file=content, extra=[option, "previous"])


def overlapped(a, b, t):
    """The integral of a(u) b(t - u) over all u."""
    t = mpf(t)
    low, high = max(a.breaks[0], t - b.breaks[-1]), min(a.breaks[-1], t - b.breaks[0])
    if high <= low:
        return mpf(0)
    points = {low, high} | {p for p in a.breaks if low < p < high} | {t - p for p in b.breaks if low < t - p < high}
    return careful(lambda u: a(u) * b(t - u), sorted(points))


def command(h, x, more=()):
    """The arguments and files of a response and a rate."""
    files = {}
    if h.file:
        files["h.csv"] = h.file
    if x is not None and x.file:
        files["r.csv"] = x.file
    arguments = ["--impulse", "h.csv" if h.file else "=" + h.text, *h.extra]
    if h.sides:
        arguments.append("--two-sided")
    if x is not None:
        arguments += ["--rate", "r.csv" if x.file else "=" + x.text, *x.extra]
        if x.sides:
            arguments.append("--rate-two-sided")
    return [*arguments, *more], files


def few(draw, low, high, most=4):
    return sorted({dyadic(draw, low, high, 10) for _ in range(draw.randint(1, most))} - {0.0})


def singular_rates(draw):
    """A start that is singular, or a density, under every kind of rate."""
    h = density(draw)
    x = draw.choice([lasting, other, density, lambda d: filed(d, "r.csv", "--rate-between"), both_sides,
                     lambda d: both_sides(d, True)])(draw)
    if draw.random() < 0.25 and not x.sides and not (x.file and x.extra):
        h, x = x, h
        if h.file:
            h.text, h.extra = "h.csv", []
    delay = draw.choice([0, 0, 0, -0.75, 1.5])
    times = few(draw, x.breaks[0] if x.breaks[0] > -99 else -6, 20) or [1.0]
    values = [overlapped(h, x, mpf(t) - mpf(delay)) for t in times]
    arguments, files = command(h, x, ["--delay", text(delay)] if delay else [])
    return Case(arguments, files, times, values, QUADRATURE)


def two_sides(draw):
    """Responses that begin before 0, under impulses or rates of all kinds."""
    h = both_sides(draw)
    if h.lasting or draw.random() < 0.2:
        train = impulses(draw)
        times = few(draw, -10, 70, 6) or [1.0]
        values = [sum(a * h(mpf(t) - mpf(u)) for u, a in train) for t in times]
        arguments, _ = command(h, None, ["--input", "i.csv"])
        return Case(arguments, {"i.csv": table(train)}, times, values, QUADRATURE)
    x = draw.choice([lasting, other, density, lambda d: filed(d, "r.csv", "--rate-between"), both_sides,
                     lambda d: both_sides(d, True)])(draw)
    times = few(draw, -6, 20) or [1.0]
    values = [overlapped(h, x, t) for t in times]
    arguments, files = command(h, x)
    return Case(arguments, files, times, values, QUADRATURE)


def any_any(draw):
    """Whatever there is, one-sided, with whatever there is."""
    pick = lambda option, name: draw.choice([lasting, other, other, density, lambda d: filed(d, name, option)])(draw)
    h, x = pick("--between", "h.csv"), pick("--rate-between", "r.csv")
    times = few(draw, 0, 25) or [1.0]
    values = [overlapped(h, x, t) for t in times]
    arguments, files = command(h, x)
    return Case(arguments, files, times, values, QUADRATURE)


def pulsed(draw):
    """Pulses, once and since ever, through a wave."""
    h = draw.choice([density, other])(draw)
    while h.lasting:
        h = other(draw)
    total, rows_, train, files = mpf(0), few(draw, 5, 30), [], {}
    rows_ = rows_ or [9.0]
    every = draw.choice([0, 0, 2.0, 7.5])
    start, amount, duration = dyadic(draw, 0, 4), dyadic(draw, 0.5, 4), draw.choice([0, 0.5, 1.5])

    def area(low, high):
        low, high = max(low, h.breaks[0]), min(high, h.breaks[-1])
        if high <= low:
            return mpf(0)
        return careful(h, sorted({low, high} | {b for b in h.breaks if low < b < high}))

    def one(t, u):
        if duration == 0:
            return mpf(amount) * h(t - u)
        return mpf(amount) / mpf(duration) * area(t - u - duration, t - u)

    def at(t):
        t, u, sum_ = mpf(t), mpf(start), mpf(0)
        if every == 0:
            return one(t, u)
        # Since ever: and no repeat after its own row.
        while t - u < h.breaks[-1]:
            sum_ += one(t, u)
            u -= mpf(every)
        return sum_

    values = [at(t) for t in rows_]
    header, row = "time,amount", [text(start), text(amount)]
    if duration:
        header, row = header + ",duration", row + [text(duration)]
    if every:
        header, row = header + ",every,steady", row + [text(every), "1"]
    arguments, _ = command(h, None, ["--input", "i.csv"])
    return Case(arguments, {"i.csv": header + "\n" + ",".join(row) + "\n"}, rows_, values, QUADRATURE)


def normal(m, s):
    f = lambda t: mpmath.exp(-((t - m) / s) ** 2 / 2) / (mpf(s) * mpmath.sqrt(2 * mpmath.pi))
    return Wave(f"normal_pdf(t,{text(m)},{text(s)})", f,
                [m + mpf(s) * q for q in (-39, -18, -9, -5, -3, -1, 0, 1, 3, 5, 9, 18, 39)], sides=True)


def gamma_wave(k, c):
    f = lambda t: t ** (mpf(k) - 1) * mpmath.exp(-t / c) / (mpmath.gamma(mpf(k)) * mpf(c) ** k) if t > 0 else mpf(0)
    return Wave(f"gamma_pdf(t,{text(k)},{text(c)})", f, far(c), k < 1)


def three(draw):
    """Three factors of which two are one in closed form: gammas of one scale, normals, a window and a gamma."""
    third = draw.choice([density, other, lasting, lambda d: filed(d, "r.csv", "--rate-between")])(draw)
    kind = draw.choice(["gammas", "normals", "exponentials", "window", "self"])
    times = few(draw, 0, 25, 3) or [1.0]
    two = []
    if kind == "gammas":
        c = dyadic(draw, 0.3, 2)
        j, k = draw.choice([0.25, 0.5, 0.75, 1.5, 2.5]), draw.choice([0.5, 0.75, 1.25, 3.5])
        a, b, h = gamma_wave(j, c), gamma_wave(k, c), gamma_wave(j + k, c)
    elif kind == "normals":
        m, n, s, r = dyadic(draw, -2, 2), dyadic(draw, 0, 2), 3 * dyadic(draw, 0.25, 0.5), 4 * dyadic(draw, 0.25, 0.5)
        w = mpmath.sqrt(mpf(s) ** 2 + mpf(r) ** 2)
        a, b, h = normal(m, s), normal(n, r), normal(mpf(m) + n, w)
        two = ["--two-sided"]
    elif kind == "exponentials":
        p, q, c = dyadic(draw, 0.1, 1), dyadic(draw, 1.5, 3), 1
        a = Wave(f"exp(-{text(p)}*t)", None, [0])
        b = Wave(f"exp(-{text(q)}*t)", None, [0])
        h = Wave("", lambda t: (mpmath.exp(-mpf(p) * t) - mpmath.exp(-mpf(q) * t)) / (mpf(q) - p) if t > 0 else mpf(0),
                 far(1 / mpf(p)))
    elif kind == "window":
        c, k, w = dyadic(draw, 0.3, 2), draw.choice([0.5, 0.75, 1.5, 2.5]), dyadic(draw, 0.5, 3)
        a, b = gamma_wave(k, c), Wave(f"(t<{text(w)})", None, [0])

        def f(t):
            low, high = max(mpf(0), t - mpf(w)), max(mpf(0), t)
            return mpmath.gammainc(mpf(k), low / mpf(c), high / mpf(c), regularized=True) if high > low else mpf(0)

        h = Wave("", f, sorted({*far(c), mpf(w), *[mpf(w) + x for x in far(c)]}))
    else:
        c, k = dyadic(draw, 0.3, 2), draw.choice([0.25, 0.5, 0.75, 1.5])
        a, b, h = gamma_wave(k, c), gamma_wave(k, c), gamma_wave(2 * k, c)
    if draw.random() < 0.3:
        train = impulses(draw, 5)
        # Two alone under impulses.
        values = [sum(x * h(mpf(t) - mpf(u)) for u, x in train) for t in times]
        times, values = zip(*[(t, v) for t, v in zip(times, values) if all(t != u for u, _ in train)])
        return Case(["--impulse", "=" + a.text, "--impulse", "=" + b.text, *two, "--input", "i.csv"],
                    {"i.csv": table(train)}, list(times), list(values), QUADRATURE)
    values = [overlapped(h, third, t) for t in times]
    files = {"r.csv": third.file} if third.file else {}
    return Case(["--impulse", "=" + a.text, "--impulse", "=" + b.text, *two, "--rate",
                 "r.csv" if third.file else "=" + third.text, *third.extra], files, times, values, QUADRATURE)


def waves_impulses(draw):
    h = draw.choice([density, other, lasting, both_sides, lambda d: filed(d, "h.csv", "--between")])(draw)
    train = impulses(draw)
    offset = draw.choice([0, 0, 1.7e9, -3e7])
    delay = draw.choice([0, 0, -0.75, 0.3125])
    times = [t for t in few(draw, -5, 70, 8) if all(t - delay != u for u, _ in train)] or [71.0]
    values = [sum(a * h(mpf(t) - mpf(u) - mpf(delay)) for u, a in train) for t in times]
    arguments, files = command(h, None, ["--input", "i.csv"] + (["--delay", text(delay)] if delay else []))
    files["i.csv"] = table([(u + offset, a) for u, a in train])
    goal = CLOSED if h.file else QUADRATURE
    return Case(arguments, files, [t + offset for t in times], values, goal)


@mpmath.workdps(160)
def offset_rational(draw):
    """Poles, with pulses and files at the times of a calendar, and delays either way."""
    formula, h = rational(draw, 4)
    offset, delay = draw.choice([1.7e9, 86400.0 * 20000, -2.5e8]), draw.choice([0, -0.5, 0.6875])
    step, ramp = h.over([mpf(1), mpf(0)]), h.over([mpf(1), mpf(0), mpf(0)])
    times = few(draw, -2, 30, 6) or [1.0]
    more = ["--delay", text(delay)] if delay else []
    if draw.random() < 0.5:
        train = [(u, a, draw.choice([0.5, 2.0, 0.0625])) for u, a in impulses(draw, 4)]
        values = [sum(a / mpf(d) * (step.at(mpf(t) - delay - u) - step.at(mpf(t) - delay - u - d)) for u, a, d in train)
                  for t in times]
        files = {"i.csv": table([(u + offset, a, d) for u, a, d in train], "time,amount,duration")}
        return Case(["--impulse", formula, "--input", "i.csv", *more], files, [t + offset for t in times], values, CLOSED)
    knots, levels = samples(draw)
    end = knots[-1] + (knots[-1] - knots[-2])
    values = []
    for t in times:
        total, before = mpf(0), mpf(0)
        for u, x in [*zip(knots, levels), (end, 0.0)]:
            total += (mpf(x) - before) * step.at(mpf(t) - delay - mpf(u))
            before = mpf(x)
        values.append(total)
    return Case(["--impulse", formula, "--rate", "r.csv", "--rate-between", "previous", *more],
                {"r.csv": table([(u + offset, x) for u, x in zip(knots, levels)], "t,r")},
                [t + offset for t in times], values, CLOSED)


@mpmath.workdps(120)
def averaged(draw):
    """--mean-over and --total-over of all kinds of outputs."""
    width = draw.choice([0.5, 2.0, 7.5])
    times = few(draw, 0, 30, 6) or [1.0]
    option = draw.choice(["--mean-over", "--total-over"])
    share = mpf(width) if option == "--mean-over" else mpf(1)
    style = draw.choice(["rational", "exponential", "wave", "file"])
    train = impulses(draw, 5)
    if style in ("rational", "exponential"):
        formula, h = rational(draw, 4)
        if style == "exponential":
            a = dyadic(draw, 0, 2)
            area = h.over([mpf(1), mpf(a)]).over([mpf(1), mpf(0)])
            values = [(area.at(mpf(t)) - area.at(mpf(t) - width)) / share for t in times]
            return Case(["--impulse", formula, "--rate", f"=exp(-{text(a)}*t)", option, text(width)], {}, times, values,
                        CLOSED)
        area = h.over([mpf(1), mpf(0)])
        values = [sum(a * (area.at(mpf(t) - u) - area.at(mpf(t) - u - width)) for u, a in train) / share for t in times]
        return Case(["--impulse", formula, "--input", "i.csv", option, text(width)], {"i.csv": table(train)}, times,
                    values, CLOSED)
    with mpmath.workdps(40):
        h = draw.choice([density, other])(draw) if style == "wave" else filed(draw, "h.csv", "--between")

        def part(low, high):
            low, high = max(low, h.breaks[0]), min(high, h.breaks[-1])
            return careful(h, sorted({low, high} | {b for b in h.breaks if low < b < high})) if high > low else mpf(0)

        values = [sum(a * part(mpf(t) - u - width, mpf(t) - u) for u, a in train) / share for t in times]
    arguments, files = command(h, None, ["--input", "i.csv", option, text(width)])
    files["i.csv"] = table(train)
    return Case(arguments, files, times, values, CLOSED if h.file else QUADRATURE)


@mpmath.workdps(120)
def started(draw):
    """An equation with a state at 0, and an input or none."""
    b, c = dyadic(draw, 0.05, 3), dyadic(draw, 0.1, 9)
    y0, v0 = dyadic(draw, -2, 2), dyadic(draw, -2, 2)
    quadratic = [mpf(1), mpf(b), mpf(c)]
    own = Rational([mpf(y0), mpf(v0) + mpf(b) * y0], quadratic)
    h = Rational([mpf(1)], quadratic)
    times = rows(draw, 0, 30)
    values = [own.at(mpf(t)) for t in times]
    more, files = [], {}
    if draw.random() < 0.4:
        train = impulses(draw, 4)
        values = [v + sum(a * h.at(mpf(t) - u) for u, a in train) for t, v in zip(times, values)]
        more, files = ["--input", "i.csv"], {"i.csv": table(train)}
    elif draw.random() < 0.5:
        a = dyadic(draw, 0, 2)
        driven = h.over([mpf(1), mpf(a)])
        values = [v + driven.at(mpf(t)) for t, v in zip(times, values)]
        more = ["--rate", f"=exp(-{text(a)}*t)"]
    return Case(["--ode", f"y'' + {text(b)}*y' + {text(c)}*y = u", "--initial", f"y={text(y0)},y'={text(v0)}", *more],
                files, times, values, CLOSED)


@mpmath.workdps(120)
def looped(draw):
    """A loop with dead time: each time around one more pole, delayed once more."""
    k, a, d = dyadic(draw, 0.1, 3), dyadic(draw, 0, 2), dyadic(draw, 0.25, 2)
    times = few(draw, 0, 12 * d, 6) or [1.0]
    rate = draw.choice([None, 0.0, dyadic(draw, 0.1, 2)])
    paths = [Rational([mpf(k)], [mpf(1), mpf(a)])]
    for _ in range(12):
        paths.append(Rational([paths[-1].numerator[0] * -mpf(k)], multiply(paths[-1].denominator, [mpf(1), mpf(a)])))
    train = impulses(draw, 3)
    train = [(min(u, 4.0), x) for u, x in train]
    loop = f"=feedback({text(k)}*exp(-{text(d)}*s)/(s+{text(a)}))"
    if rate is None:
        values = [sum(x * p.at(mpf(t) - u - (n + 1) * mpf(d)) for u, x in train for n, p in enumerate(paths)) for t in times]
        return Case(["--impulse", loop, "--input", "i.csv"], {"i.csv": table(train)}, times, values, QUADRATURE)
    values = [sum(p.over([mpf(1), mpf(rate)]).at(mpf(t) - (n + 1) * mpf(d)) for n, p in enumerate(paths)) for t in times]
    return Case(["--impulse", loop, "--rate", f"=exp(-{text(rate)}*t)" if rate else "=1"], {}, times, values, QUADRATURE)


@mpmath.workdps(160)
def written_poles(draw):
    """Zeros, poles and gain: repeated, close to each other, close to the real axis."""
    poles, denominator, zeros, numerator = [], [mpf(1)], [], [mpf(1)]
    for _ in range(draw.randint(1, 3)):
        re = -dyadic(draw, 0.1, 2)
        im = draw.choice([0, 0, dyadic(draw, 0.5, 4), 0.125, 0.015625])
        for _ in range(draw.choice([1, 1, 2, 4])):
            re_ = re + draw.choice([0, 0, 2.0**-10])
            if im == 0:
                poles.append([re_, 0.0])
                denominator = multiply(denominator, [mpf(1), -mpf(re_)])
            else:
                poles += [[re_, im], [re_, -im]]
                denominator = multiply(denominator, [mpf(1), -2 * mpf(re_), mpf(re_) ** 2 + mpf(im) ** 2])
    for _ in range(draw.randint(0, min(2, len(poles) - 1))):
        z = dyadic(draw, -3, 3)
        zeros.append([z, 0.0])
        numerator = multiply(numerator, [mpf(1), -mpf(z)])
    gain = dyadic(draw, 0.25, 100)
    h = Rational([c * mpf(gain) for c in numerator], denominator)
    times, more, files = rows(draw, 0, 25), ["--input", "i.csv"], {}
    if draw.random() < 0.5:
        train = impulses(draw, 5)
        values, files["i.csv"] = [sum(a * h.at(mpf(t) - u) for u, a in train) for t in times], table(train)
    else:
        a = dyadic(draw, 0, 2)
        driven, more = h.over([mpf(1), mpf(a)]), ["--rate", f"=exp(-{text(a)}*t)"]
        values = [driven.at(mpf(t)) for t in times]
    files["h.toml"] = f"zeros = {zeros}\npoles = {poles}\ngain = {text(gain) if gain != int(gain) else gain}\n"
    return Case(["--impulse", "h.toml", *more], files, times, values, CLOSED)


@mpmath.workdps(120)
def filtered_on(draw):
    """A filter in z before poles or a file."""
    formula, h = rational(draw, 3)
    p, q, g = dyadic(draw, -1, 1), draw.choice([0.5, 0.875, -0.75]), draw.choice([0.5, 1.0, 0.125])
    train = sorted((float(draw.randint(0, 12)) * g, dyadic(draw, -2, 2)) for _ in range(draw.choice([1, 4])))
    times = few(draw, 0, 20, 5) or [1.0]
    if draw.random() < 0.4:
        with mpmath.workdps(40):
            wave = draw.choice([density, lambda d: filed(d, "h.csv", "--between")])(draw)
        at, formula, files = wave, None, {}
        arguments, files = command(wave, None)
    else:
        at, arguments, files = h.at, ["--impulse", formula], {}
    count = int(21 / g) + 2
    values = []
    for t in times:
        total = mpf(0)
        for u, a in train:
            for n in range(count):
                tap = mpf(q) ** n + (mpf(p) * mpf(q) ** (n - 1) if n else 0)
                lag = mpf(t) - mpf(u) - n * mpf(g)
                if lag >= 0:
                    total += a * tap * at(lag)
        values.append(total)
    files["i.csv"] = table(train)
    singular = [t for t in times if any((t - u) / g == int((t - u) / g) for u, _ in train)]
    if formula is None and singular:
        keep = [k for k, t in enumerate(times) if t not in singular]
        times, values = [times[k] for k in keep], [values[k] for k in keep]
    return Case(["--impulse", f"=(1+({text(p)})*z^-1)/(1-({text(q)})*z^-1)", "--period", text(g), *arguments, "--input",
                 "i.csv"], files, times or [0.0], values or [mpf(0)], QUADRATURE if formula is None else CLOSED)


KINDS = {f.__name__: f for f in (
    rational_impulses, rational_pulses, rational_gate, filtered, shape_impulses, shape_shape, shape_pulses,
    samples_impulses, samples_samples, samples_rational, singular_rates, two_sides, any_any, pulsed, three, waves_impulses,
    offset_rational, averaged, started, looped, written_poles, filtered_on)}


def spent():
    """Processor seconds of the programs that ran."""
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    return use.ru_utime + use.ru_stime


def judge(name, seed, folder):
    """None if the program is right, else what is wrong."""
    draw = random.Random(f"{name} {seed}")
    Case.scale = mpf(0)
    try:
        case = KINDS[name](draw)
    except ArithmeticError:
        # Nothing to judge by.
        return None
    if not case.times:
        return None
    for file, content in case.files.items():
        open(os.path.join(folder, file), "w").write(content)
    open(os.path.join(folder, "times.csv"), "w").write("t\n" + "".join(text(t) + "\n" for t in case.times))
    arguments = [*case.arguments, "--times", "times.csv", "--bounds"]
    start = spent()
    try:
        done = subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return "no answer in a minute", arguments
    if done.returncode:
        return f"exit {done.returncode}: {done.stderr.strip()[:200]}", arguments
    shown = list(csv.reader(io.StringIO(done.stdout)))[1:]
    peak = max(max((abs(v) for v in case.values), default=mpf(0)), Case.scale / 500)
    for (t, y, error), value in zip(shown, case.values):
        off = abs(mpf(float(y)) - value)
        # What the reference itself may be off by.
        slack = mpf(10) ** -30 * peak + mpf(2) ** -1074
        if off > float(error) + slack:
            return f"t={t}: {y} ± {error}, but {mpmath.nstr(value, 20)}: off by {mpmath.nstr(off, 3)}", arguments
        # Where all rows lie in a tail, they are their own peak: what a lag's own rounding does to it is borne.
        if off > case.goal * peak + slack and off > TAIL[case.goal] * abs(value):
            return f"t={t}: {y} is off by {mpmath.nstr(off / peak, 3)} of the peak, goal {case.goal}", arguments
    if spent() - start > LIMIT:
        return f"{spent() - start:.1f} s of the processor", arguments
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
