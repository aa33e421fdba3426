"""What goes into a system."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ._errors import UsageError
from ._library import address, array, between as between_number, functions, made, names, text


class Signal:
    """A rate as a formula in `t`, 0 before t = 0; `Signal.samples` and `Signal.events` are others.

        r(t) = formula,   in amount for each unit of time

    Keywords are the numbers that names in the formula stand for. Signals add. A signal never
    changes, and any number of threads may use it.

    >>> buns = simulate.Signal("120*exp(-t/k)*(t < 24)", k=12)

    Raises `DataError`, with `line` and `column`, for a mistake in the formula.
    """

    __slots__ = ("_handle",)

    def __init__(self, formula: str, **values: float):
        self._handle = made("signal_formula", text(formula, "a formula"), names(values))

    @classmethod
    def _of(cls, handle: int) -> Signal:
        signal = cls.__new__(cls)
        signal._handle = handle
        return signal

    @classmethod
    def samples(cls, times: npt.ArrayLike, values: npt.ArrayLike, between: str = "linear") -> Signal:
        """A rate that passes through samples and is 0 outside.

        `times` ascend, but two equal ones are a jump. `between` says what lies between two samples:
        `linear`, `previous` (held; the last value for the last spacing), `steffen` (monotone cubics),
        `cubic` (the natural spline) or `nothing` (they are impulses).
        """
        t, y = array(times, "times"), array(values, "values")
        if t.size != y.size:
            raise UsageError(f"samples need as many values as times, {t.size}, found {y.size}")
        return cls._of(made("signal_samples", address(t), address(y), t.size, between_number(between)))

    @classmethod
    def events(
        cls,
        times: npt.ArrayLike,
        amounts: npt.ArrayLike | None = None,
        durations: npt.ArrayLike | None = None,
    ) -> Signal:
        """Impulses and pulses, in any order.

            x(t) = sum of amount_i delta(t - time_i)

        `amounts` are areas, by default 1 each, or one number for all; an event with a duration above 0
        is spread evenly over it.
        """
        t = array(times, "times")
        a = _for_each(amounts, t.size, "amounts")
        d = _for_each(durations, t.size, "durations")
        return cls._of(made("signal_events", address(t), address(a), address(d), t.size))

    def __add__(self, other: Signal) -> Signal:
        if not isinstance(other, Signal):
            return NotImplemented
        return Signal._of(made("signal_sum", self._handle, other._handle))

    def __del__(self, _free: Any = functions["signal_free"]) -> None:
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _free(handle)

    def __reduce__(self) -> Any:
        raise TypeError("a signal can't be pickled; make it where it is used")


def _for_each(
    values: npt.ArrayLike | None, count: int, what: str
) -> npt.NDArray[np.float64] | None:
    if values is None:
        return None
    if np.ndim(values) == 0:
        return np.full(count, values, dtype=np.float64)
    result = array(values, what)
    if result.size != count:
        raise UsageError(f"there must be as many {what} as times, {count}, found {result.size}")
    return result
