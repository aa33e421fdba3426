"""Systems, and what they make of what goes in."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from ctypes import byref, c_double, c_size_t
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Union, overload

import numpy as np
import numpy.typing as npt

from ._errors import ImpulseWarning, UsageError
from ._library import Options, address, array, between as between_number, check, functions, made, names, text
from ._signals import Signal

Array = npt.NDArray[np.float64]
_response = functions["response"]
_response_on_grid = functions["response_on_grid"]

_QUANTITIES = (
    "area", "mean_time", "half_life", "peak", "time_of_peak", "rise_time", "settling_time", "overshoot",
    "energy", "gain_margin", "phase_margin", "delay_margin",
)  # fmt: skip
_STABLE = 12


@dataclass(frozen=True)
class Grid:
    """The times start, start + step, ..., `count` of them.

    Both numbers count as the shortest decimals that read as these doubles: row 3 of step 0.1 is 0.3.
    """

    start: float
    step: float
    count: int


class Bounded(NamedTuple):
    """Values, and a bound on the absolute error of each (an estimate after quadrature)."""

    values: Array
    bounds: Array


class System:
    """A linear time-invariant system, by a formula.

    A formula in `t` is its impulse response h, one in `s` its transfer function, the Laplace transform
    of h, one in `z` a filter, which needs its `period`. Keywords are the numbers that names in the
    formula stand for. All times are in one unit, yours.

    >>> cheek = simulate.System("1/(tau*s + 1)", tau=2)

    `h * g` is one system after another, `h + g` both beside one another, `2 * h` a gain. A system never
    changes, and any number of threads may use it.

    Raises `DataError`, with `line` and `column`, for a mistake in the formula.
    """

    __slots__ = ("_handle",)

    def __init__(self, formula: str, *, period: float = 0.0, **values: float):
        self._handle = made("system_formula", text(formula, "a formula"), names(values), period)

    @classmethod
    def _of(cls, handle: int) -> System:
        system = cls.__new__(cls)
        system._handle = handle
        return system

    # ---- Other ways to say a system

    @classmethod
    def samples(cls, times: npt.ArrayLike, values: npt.ArrayLike, between: str = "linear") -> System:
        """The system whose impulse response passes through samples and is 0 outside.

        `times` ascend; `between` as in `Signal.samples`.
        """
        t, y = array(times, "times"), array(values, "values")
        if t.size != y.size:
            raise UsageError(f"samples need as many values as times, {t.size}, found {y.size}")
        return cls._of(made("system_samples", address(t), address(y), t.size, between_number(between)))

    @classmethod
    def transfer_function(cls, numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> System:
        """The system (b[0] s^m + ... + b[m]) / (a[0] s^n + ... + a[n]), m <= n, as scipy's `lti(b, a)`."""
        b = array(np.atleast_1d(numerator), "a numerator")
        a = array(np.atleast_1d(denominator), "a denominator")
        return cls._of(made("system_coefficients", address(b), b.size, address(a), a.size))

    @classmethod
    def zeros_poles_gain(cls, zeros: npt.ArrayLike, poles: npt.ArrayLike, gain: float) -> System:
        """The system gain prod (s - zeros) / prod (s - poles), as scipy's `lti(zeros, poles, gain)`.

        Complex roots stand with their conjugates; nothing is multiplied out.
        """
        z, p = (np.ascontiguousarray(roots, dtype=np.complex128).ravel() for roots in (zeros, poles))
        return cls._of(made("system_roots", address(z), z.size, address(p), p.size, gain))

    @classmethod
    def state_space(
        cls,
        A: npt.ArrayLike,
        B: npt.ArrayLike,
        C: npt.ArrayLike,
        D: npt.ArrayLike = 0.0,
        initial: npt.ArrayLike | None = None,
    ) -> System:
        """The system x' = A x + B u, y = C x + D u, of one input and one output.

        `initial` is the state just before t = 0.
        """
        a = np.ascontiguousarray(np.atleast_2d(np.asarray(A, dtype=np.float64)))
        b, c, d = (np.ascontiguousarray(m, dtype=np.float64).ravel() for m in (B, C, D))
        n = a.shape[0]
        if a.shape != (n, n) or b.size != n or c.size != n or d.size != 1:
            raise UsageError(
                "A must be n by n, B n by 1, C 1 by n and D one number, found "
                f"{a.shape}, {np.shape(B)}, {np.shape(C)}, {np.shape(D)}"
            )
        x = None if initial is None else array(initial, "a state")
        if x is not None and x.size != n:
            raise UsageError(f"a state must hold {n} numbers, found {x.size}")
        return cls._of(
            made("system_states", address(a), address(b), address(c), float(d[0]), n, address(x))
        )

    @classmethod
    def ode(
        cls,
        equation: str,
        *,
        observe: str | None = None,
        initial: Mapping[str, float] | None = None,
        **values: float,
    ) -> System:
        """The system of a linear differential equation driven by `u`, or of several separated by `;`.

        `observe` is what comes out, where there are several unknowns; `initial` gives states, such as
        `{"y": 1, "y'": 0}`, just before t = 0. Keywords are numbers that names stand for.

        >>> spring = simulate.System.ode("y'' + d*y' + y = u", d=0.4)
        """
        return cls._of(
            made(
                "system_equation",
                text(equation, "an equation"),
                names(values),
                None if observe is None else text(observe, "what is observed"),
                names(initial),
            )
        )

    # ---- Systems of systems

    def __mul__(self, other: System | float) -> System:
        if isinstance(other, System):
            return System._of(made("system_series", self._handle, other._handle))
        if isinstance(other, (int, float, np.number)):
            return System._of(made("system_scaled", self._handle, float(other)))
        return NotImplemented

    __rmul__ = __mul__

    def __add__(self, other: System) -> System:
        if not isinstance(other, System):
            return NotImplemented
        return System._of(made("system_parallel", self._handle, other._handle))

    def __neg__(self) -> System:
        return self * -1.0

    def __sub__(self, other: System) -> System:
        if not isinstance(other, System):
            return NotImplemented
        return self + -other

    def feedback(self, back: System | float = 1.0) -> System:
        """The closed loop H/(1 + G H), where `back`, G, feeds back what comes out, subtracted."""
        if not isinstance(back, System):
            back = System.transfer_function([float(back)], [1.0])
        return System._of(made("system_feedback", self._handle, back._handle))

    def delayed(self, time: float) -> System:
        """The system with dead time after it: h(t - time)."""
        return System._of(made("system_delayed", self._handle, float(time)))

    # ---- What comes out

    @overload
    def response(
        self,
        events: npt.ArrayLike | Signal | None = None,
        *,
        at: npt.ArrayLike | Grid,
        amounts: npt.ArrayLike | None = None,
        durations: npt.ArrayLike | None = None,
        rate: Rate | None = None,
        bounds: Literal[False] = False,
        side: Literal["after", "before"] = "after",
        tolerance: float = 1e-12,
        jobs: int = 1,
    ) -> Array: ...

    @overload
    def response(
        self,
        events: npt.ArrayLike | Signal | None = None,
        *,
        at: npt.ArrayLike | Grid,
        amounts: npt.ArrayLike | None = None,
        durations: npt.ArrayLike | None = None,
        rate: Rate | None = None,
        bounds: Literal[True],
        side: Literal["after", "before"] = "after",
        tolerance: float = 1e-12,
        jobs: int = 1,
    ) -> Bounded: ...

    def response(
        self,
        events: npt.ArrayLike | Signal | None = None,
        *,
        at: npt.ArrayLike | Grid,
        amounts: npt.ArrayLike | None = None,
        durations: npt.ArrayLike | None = None,
        rate: Rate | None = None,
        bounds: bool = False,
        side: Literal["after", "before"] = "after",
        tolerance: float = 1e-12,
        jobs: int = 1,
    ) -> Array | Bounded:
        """The output at times, exact to rounding wherever it has a closed form.

            y(t) = sum of amount_i h(t - time_i) + integral of rate(u) h(t - u) du + free(t)

        Parameters
        ----------
        events : the times of impulses, in any order, or a `Signal` that has been made before.
        at : the times of the output, in any order and of any shape, or a `Grid`, which is faster for
            many rows.
        amounts : the impulses' areas; by default 1 each.
        durations : how long each amount is spread evenly; by default 0, impulses.
        rate : what goes in for each unit of time: a formula in `t` (0 before t = 0), a number (from
            t = 0 on), a pair (times, values) joined by lines, or a `Signal`.
        bounds : whether a bound on each value's absolute error is given too.
        side : which value a row exactly at a jump shows, `after` it or `before`.
        tolerance : relative to the peak, where something must be approximated.
        jobs : how many threads may work; the values never depend on it.

        Returns
        -------
        The values, in the shape of `at`; with `bounds` a pair `values`, `bounds`. Without any input it is
        what comes out by itself. Warns with `ImpulseWarning` where the output holds impulses.
        """
        signal = _input(events, amounts, durations, rate)
        input = None if signal is None else signal._handle
        options = None
        if side != "after" or tolerance != 1e-12 or jobs != 1:
            if side not in ("after", "before"):
                raise UsageError(f"side must be 'after' or 'before', found {side!r}")
            if not tolerance > 0 or jobs < 1:
                raise UsageError(f"tolerance must be above 0 and jobs 1 or more, found {tolerance}, {jobs}")
            options = byref(Options(tolerance, side == "before", min(jobs, 1024)))
        impulses = c_size_t()
        if isinstance(at, Grid):
            if at.count < 0:
                raise UsageError(f"a grid must have 0 times or more, found {at.count}")
            values = np.empty(at.count)
            errors = np.empty(at.count) if bounds else None
            code = _response_on_grid(
                self._handle, input, at.start, at.step, at.count, options, address(values),
                address(errors), byref(impulses),
            )  # fmt: skip
        else:
            rows = np.asarray(at, dtype=np.float64, order="C")
            values = np.empty(rows.shape)
            errors = np.empty(rows.shape) if bounds else None
            code = _response(
                self._handle, input, address(rows), rows.size, options, address(values), address(errors),
                byref(impulses),
            )  # fmt: skip
        if code:
            check(code)
        if impulses.value:
            warnings.warn(
                f"the output holds {impulses.value} impulses, which no value can hold; "
                "System.impulses lists them",
                ImpulseWarning,
                stacklevel=2,
            )
        return values if errors is None else Bounded(values, errors)

    def impulse_response(self, at: npt.ArrayLike | Grid) -> Array:
        """h(t): what one impulse of area 1 at time 0 makes."""
        return self.response(_IMPULSE, at=at)

    def step_response(self, at: npt.ArrayLike | Grid) -> Array:
        """What a rate of 1 from time 0 on makes: the integral of h up to t."""
        return self.response(rate=_STEP, at=at)

    def impulses(
        self,
        events: npt.ArrayLike | Signal | None = None,
        *,
        until: float,
        amounts: npt.ArrayLike | None = None,
        durations: npt.ArrayLike | None = None,
        rate: Rate | None = None,
    ) -> tuple[Array, Array]:
        """The impulses that the output holds up to a time: their times and amounts.

        A direct term lets impulses through; a filter in `z` answers with nothing else.
        """
        signal = _input(events, amounts, durations, rate)
        input = None if signal is None else signal._handle
        count = c_size_t()
        times = sizes = np.empty(0)
        while True:
            check(
                functions["impulses"](
                    self._handle, input, until, address(times), address(sizes), times.size, byref(count)
                )
            )
            if count.value <= times.size:
                return times[: count.value], sizes[: count.value]
            times, sizes = np.empty(count.value), np.empty(count.value)

    # ---- What describes it

    def frequency_response(self, frequencies: npt.ArrayLike) -> npt.NDArray[np.complex128]:
        """H(i w) at frequencies w, 0 or above, in radians for each unit of time."""
        w = np.asarray(frequencies, dtype=np.float64, order="C")
        values = np.empty(w.shape, dtype=np.complex128)
        check(functions["frequency_response"](self._handle, address(w), w.size, address(values)))
        return values

    def describe(self) -> dict[str, float | str]:
        """What describes the system, by name; what does not exist is left out.

        `area` of h (the gain at rest), its `mean_time`, `half_life` (until half of the area has passed),
        `peak` (the value of the largest magnitude), `time_of_peak` and `energy`; of the step response
        `rise_time` (10 to 90 %), `settling_time` (last leaves 2 %) and `overshoot` (percent);
        `gain_margin` (a factor), `phase_margin` (radians), `delay_margin`; `stable`: yes, marginal, no.
        """
        found: dict[str, float | str] = {}
        for number, name in enumerate(_QUANTITIES):
            value = self._quantity(number)
            if not np.isnan(value):
                found[name] = value
        found["stable"] = {1.0: "yes", 0.0: "marginal", -1.0: "no"}[self._quantity(_STABLE)]
        return found

    def _quantity(self, number: int) -> float:
        value = c_double()
        check(functions["describe"](self._handle, number, byref(value)))
        return value.value

    @property
    def poles(self) -> npt.NDArray[np.complex128]:
        """The poles in the `s` plane, of a filter in the `z` plane; none of what is not rational."""
        return self._roots("poles")

    @property
    def zeros(self) -> npt.NDArray[np.complex128]:
        """The zeros, as `poles`."""
        return self._roots("zeros")

    def _roots(self, name: str) -> npt.NDArray[np.complex128]:
        count = c_size_t()
        check(functions[name](self._handle, None, 0, byref(count)))
        roots = np.empty(count.value, dtype=np.complex128)
        check(functions[name](self._handle, address(roots), roots.size, byref(count)))
        return roots

    def __del__(self, _free: Any = functions["system_free"]) -> None:
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _free(handle)

    def __reduce__(self) -> Any:
        raise TypeError("a system can't be pickled; make it where it is used")


Rate = Union[str, float, "tuple[npt.ArrayLike, npt.ArrayLike]", Signal]

_IMPULSE = Signal.events([0.0])
_STEP = Signal("1")


def _input(
    events: npt.ArrayLike | Signal | None,
    amounts: npt.ArrayLike | None,
    durations: npt.ArrayLike | None,
    rate: Rate | None,
) -> Signal | None:
    """All that goes in, as one signal; None for nothing."""
    signal: Signal | None = None
    if isinstance(events, Signal):
        signal = events
    elif events is not None:
        signal = Signal.events(events, amounts, durations)
    if (amounts is not None or durations is not None) and (events is None or signal is events):
        raise UsageError("amounts and durations need the times that events gives")
    if rate is None:
        return signal
    if isinstance(rate, Signal):
        more = rate
    elif isinstance(rate, str):
        more = Signal(rate)
    elif isinstance(rate, tuple):
        if len(rate) != 2:
            raise UsageError(f"a rate of samples is a pair (times, values), found {len(rate)} items")
        more = Signal.samples(*rate)
    elif np.ndim(rate) == 0:
        more = Signal("height", height=float(rate))
    else:
        raise UsageError("a rate is a formula, a number, a pair (times, values) or a Signal")
    return more if signal is None else signal + more
