"""What a call from Python takes: ten impulses, 241 rows. Needs the package: pip install ./python

    python3 Benchmarks/python.py
"""

import timeit

import numpy as np

import simulate

impulses = np.linspace(0, 20, 10) + 0.013
amounts = np.ones(10)
rows = np.linspace(0, 24, 241)

for formula in ("1/(s + 1)", "1/(s^2 + 0.4*s + 1)", "hrf(t)"):
    system = simulate.System(formula)
    for bounds in (False, True):
        def call():
            return system.response(impulses, amounts=amounts, at=rows, bounds=bounds)

        best = min(timeit.repeat(call, number=1000, repeat=15)) / 1000
        print(f"{formula:22} {'bounds' if bounds else '':7} {best * 1e6:6.1f} us")
