"""What README.md says of other packages, checked by running them: numpy and scipy, python-control, nilearn, pastas.

    pip install numpy scipy control nilearn pastas tqdm && python3 Benchmarks/others.py

mrgsolve is not run: what stands in the table is from its manual.
"""

import importlib.util
import subprocess
import warnings

import numpy as np
import scipy.signal as sg

warnings.simplefilter("ignore")


def refused(call):
    """What a call says when it refuses; fails where it does not."""
    try:
        call()
    except Exception as error:
        return str(error).splitlines()[0]
    raise AssertionError("it was accepted")


def share(found, exact):
    return 100 * np.abs(found - exact).max() / exact.max()


# Ten slaps at random times, on a cheek that jumps and on one that swells smoothly.
times = np.random.default_rng(0).uniform(0, 5, 10)
cheeks = {
    "exp(-t/2)": (lambda t: np.where(t >= 0, np.exp(-np.maximum(t, 0) / 2), 0), ([2], [2, 1])),
    "t*exp(-t)": (lambda t: np.maximum(t, 0) * np.exp(-np.maximum(t, 0)), ([1], [1, 2, 1])),
}
for name, (h, transfer) in cheeks.items():
    for step in (0.01, 0.001):
        rows = np.arange(round(10 / step) + 1) * step
        exact = sum(h(rows - t) for t in times)
        moved = np.zeros(rows.size)
        np.add.at(moved, np.round(times / step).astype(int), 1)
        convolved = np.convolve(moved, h(rows))[: rows.size]
        simulated = sg.lsim(transfer, moved / step, rows)[1]
        print(f"{name}, step {step}: numpy.convolve {share(convolved, exact):.2g} %, lsim {share(simulated, exact):.2g} % of the peak")
    text = "".join(f"{t!r}\n" for t in times.tolist())
    command = ["simulate", "--impulse", "=" + name, "--input", "-", "--from", "0", "--to", "10", "--step", "0.01", "--bounds"]
    table = np.loadtxt(
        subprocess.run(command, input=text, text=True, capture_output=True, check=True).stdout.splitlines()[1:], delimiter=","
    )
    exact = sum(h(table[:, 0] - t) for t in times)
    print(f"{name}: simulate {np.abs(table[:, 1] - exact).max() / exact.max():.1g}, its bound {table[:, 2].max() / exact.max():.1g} of the peak")

print("scipy, uneven times:", refused(lambda: sg.lsim(([1], [1, 1]), np.ones(4), [0, 1, 2.5, 3])))

if importlib.util.find_spec("control"):
    import control

    plant = control.tf([1], [1, 1])
    print("python-control, uneven times:", refused(lambda: control.forced_response(plant, [0, 1, 2.5, 3], np.ones(4))))

if importlib.util.find_spec("nilearn"):
    from nilearn.glm.first_level import compute_regressor

    blocks = np.array([[3.137, 15.71, 30.333], [2, 2, 2], [1, 1, 1]])
    scans = np.arange(0, 60, 0.5)
    usual, _ = compute_regressor(blocks, "spm", scans)
    fine, _ = compute_regressor(blocks, "spm", scans, oversampling=2000)
    print(f"nilearn, blocks on its grid of 50 to a scan and of 2000: {share(usual, fine):.2g} % apart")

if importlib.util.find_spec("pastas"):
    import pandas as pd
    import pastas as ps

    days = pd.date_range("2010-01-01", periods=1000)
    rain = pd.Series(np.random.default_rng(1).exponential(2, 1000), days)
    model = ps.Model(rain)
    print("pastas, a day left out:", refused(lambda: ps.StressModel(rain.drop(days[5]), rfunc=ps.Gamma(), name="rain")))
    print("pastas, contributions:", [name for name in dir(model) if name.startswith("get_contrib")])
