"""The shared library behind the package; simulate.h says what each function does."""

from __future__ import annotations

import ctypes
import os
import pathlib
from collections.abc import Mapping
from ctypes import POINTER, Structure, byref, c_char_p, c_double, c_int, c_size_t, c_void_p
from typing import Any

import numpy as np
import numpy.typing as npt

from ._errors import DataError, SimulateError, ToleranceError, UsageError


class Names(Structure):
    """`simulate_names`."""

    _fields_ = [("count", c_size_t), ("names", POINTER(c_char_p)), ("values", POINTER(c_double))]


class Options(Structure):
    """`simulate_options`."""

    _fields_ = [("tolerance", c_double), ("before", c_int), ("jobs", c_int)]


# Arrays are passed by their addresses, made things by theirs.
_ARGUMENTS = {
    "system_formula": [c_char_p, POINTER(Names), c_double, c_void_p],
    "system_samples": [c_void_p, c_void_p, c_size_t, c_int, c_void_p],
    "system_coefficients": [c_void_p, c_size_t, c_void_p, c_size_t, c_void_p],
    "system_roots": [c_void_p, c_size_t, c_void_p, c_size_t, c_double, c_void_p],
    "system_states": [c_void_p, c_void_p, c_void_p, c_double, c_size_t, c_void_p, c_void_p],
    "system_equation": [c_char_p, POINTER(Names), c_char_p, POINTER(Names), c_void_p],
    "system_series": [c_void_p, c_void_p, c_void_p],
    "system_parallel": [c_void_p, c_void_p, c_void_p],
    "system_feedback": [c_void_p, c_void_p, c_void_p],
    "system_delayed": [c_void_p, c_double, c_void_p],
    "system_scaled": [c_void_p, c_double, c_void_p],
    "signal_events": [c_void_p, c_void_p, c_void_p, c_size_t, c_void_p],
    "signal_formula": [c_char_p, POINTER(Names), c_void_p],
    "signal_samples": [c_void_p, c_void_p, c_size_t, c_int, c_void_p],
    "signal_sum": [c_void_p, c_void_p, c_void_p],
    "response": [c_void_p, c_void_p, c_void_p, c_size_t, c_void_p, c_void_p, c_void_p, c_void_p],
    "response_on_grid": [
        c_void_p, c_void_p, c_double, c_double, c_size_t, c_void_p, c_void_p, c_void_p, c_void_p,
    ],
    "impulses": [c_void_p, c_void_p, c_double, c_void_p, c_void_p, c_size_t, c_void_p],
    "frequency_response": [c_void_p, c_void_p, c_size_t, c_void_p],
    "describe": [c_void_p, c_int, c_void_p],
    "poles": [c_void_p, c_void_p, c_size_t, c_void_p],
    "zeros": [c_void_p, c_void_p, c_size_t, c_void_p],
}  # fmt: skip

_path = os.environ.get("SIMULATE_LIBRARY") or str(pathlib.Path(__file__).with_name("libsimulate.so"))
_library = ctypes.CDLL(_path)
_library.simulate_message.restype = c_char_p
_library.simulate_version.restype = c_char_p
_library.simulate_place.restype = None
functions: dict[str, Any] = {}
for _name, _types in _ARGUMENTS.items():
    functions[_name] = getattr(_library, f"simulate_{_name}")
    functions[_name].argtypes = _types
    functions[_name].restype = c_int
for _name in ("system_free", "signal_free"):
    functions[_name] = getattr(_library, f"simulate_{_name}")
    functions[_name].argtypes = [c_void_p]
    functions[_name].restype = None

version: str = _library.simulate_version().decode()

BETWEEN = {"linear": 0, "previous": 1, "steffen": 2, "cubic": 3, "nothing": 4}

_ERRORS: dict[int, type[SimulateError]] = {64: UsageError, 65: DataError, 70: ToleranceError}


def check(code: int) -> None:
    """Raises what a call that did not return 0 left in this thread."""
    if code == 0:
        return
    line, column = c_size_t(), c_size_t()
    _library.simulate_place(byref(line), byref(column))
    message = _library.simulate_message().decode()
    raise _ERRORS[code](message, line.value or None, column.value or None)


def made(name: str, *arguments: Any) -> int:
    """Calls a function whose last argument is the place of what it makes."""
    place = c_void_p()
    check(functions[name](*arguments, byref(place)))
    assert place.value is not None
    return place.value


def text(value: str, what: str) -> bytes:
    """A text as the library reads it."""
    if not isinstance(value, str):
        raise TypeError(f"{what} must be a text, found {type(value).__name__}")
    if "\0" in value:
        raise UsageError(f"{what} must not hold NUL")
    return value.encode()


def names(values: Mapping[str, float] | None) -> Names | None:
    """Names and numbers as the library reads them; the structure keeps its arrays alive."""
    if not values:
        return None
    count = len(values)
    keys = (c_char_p * count)(*(text(name, "a name") for name in values))
    numbers = (c_double * count)(*(float(value) for value in values.values()))
    return Names(count, keys, numbers)


def between(word: str) -> int:
    """What lies between samples, as the library's number."""
    if word not in BETWEEN:
        raise UsageError(f"between must be one of {', '.join(BETWEEN)}, found {word!r}")
    return BETWEEN[word]


def array(values: npt.ArrayLike, what: str) -> npt.NDArray[np.float64]:
    """Numbers in one row: contiguous doubles, the given array itself where it is that."""
    result = np.asarray(values, dtype=np.float64, order="C")
    if result.ndim != 1:
        raise UsageError(f"{what} must be one row of numbers, found an array of shape {result.shape}")
    return result


def address(numbers: npt.NDArray[Any] | None) -> int | None:
    """Where an array's numbers begin; None for none."""
    return None if numbers is None else numbers.__array_interface__["data"][0]
