"""What linear time-invariant systems make of impulses and rates, exactly.

    y(t) = sum of a_i h(t - t_i) + integral of r(u) h(t - u) du + free(t)

A `System` is its impulse response h; what goes in is impulses of area a_i at times t_i, and rates r.

>>> import numpy as np, simulate
>>> cheek = simulate.System("exp(-t/2)")
>>> cheek.response(events=[0, 1.5], at=[0, 1, 2])
array([1.        , 0.60653066, 1.14668022])
"""

from ._errors import DataError, ImpulseWarning, SimulateError, ToleranceError, UsageError
from ._library import version as _version
from ._signals import Signal
from ._systems import Bounded, Grid, System

__version__: str = _version

__all__ = [
    "Bounded",
    "DataError",
    "Grid",
    "ImpulseWarning",
    "Signal",
    "SimulateError",
    "System",
    "ToleranceError",
    "UsageError",
]
