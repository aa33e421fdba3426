"""What the package itself adds: arrays, names, systems of systems, errors, threads."""

import math
import pickle
import sys
import threading

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import simulate
from simulate import DataError, Grid, ImpulseWarning, Signal, System, UsageError

TIMES = np.linspace(0, 6, 25)


def decays(events, amounts, rate=1.0):
    """sum of a exp(-rate (t - t_i)) over the impulses so far."""
    lag = TIMES[:, None] - np.asarray(events, dtype=float)
    return np.where(lag >= 0, np.asarray(amounts) * np.exp(-rate * np.abs(lag)), 0).sum(axis=1)


@pytest.mark.parametrize(
    "system",
    [
        System("exp(-k*t)", k=0.5),
        System("1/(s + k)", k=0.5),
        System("2/(2*s + 1)"),
        System.transfer_function([2], [2, 1]),
        System.transfer_function(2, [2, 1]),
        System.zeros_poles_gain([], [-0.5], 1),
        System.state_space([[-0.5]], [[1]], [[1]], [[0]]),
        System.ode("y' = -k*y + u", k=0.5),
        System("1/s").feedback(0.5),
        System("1/s").feedback(System("0.5*s^0")),
    ],
)
def test_one_system_said_in_many_ways(system):
    values, bounds = system.response([0, 1.5], amounts=[1, -2], at=TIMES, bounds=True)
    truth = decays([0, 1.5], [1, -2], 0.5)
    assert np.all(np.abs(values - truth) <= bounds + 4e-16)
    assert np.all(bounds < 1e-13)


def test_systems_of_systems():
    h = System("exp(-t)")
    slap = [0.0]
    assert_allclose((h * h).response(slap, at=TIMES), TIMES * np.exp(-TIMES), atol=1e-15)
    assert_allclose((h + h).response(slap, at=TIMES), 2 * np.exp(-TIMES), atol=1e-15)
    assert_allclose((3 * h - h).response(slap, at=TIMES), 2 * np.exp(-TIMES), atol=1e-15)
    assert_allclose(h.delayed(1.5).response(slap, at=TIMES), decays([1.5], [1]), atol=1e-15)


def test_samples_between():
    t, y = [0.0, 1.0, 2.0], [0.0, 1.0, 0.0]
    at = [0.5, 1.0, 1.75, 2.5]
    assert_allclose(System.samples(t, y).impulse_response(at), [0.5, 1, 0.25, 0])
    assert_allclose(System.samples(t, y, "previous").impulse_response(at), [0, 1, 1, 0])
    with pytest.warns(ImpulseWarning):
        System.samples(t, y, "nothing").impulse_response(at)


def test_inputs():
    integral = System("1/s")
    assert_allclose(integral.response([1], amounts=6, durations=3, at=[1, 2, 9]), [0, 2, 6])
    assert_allclose(integral.response(rate=Signal("a*t", a=3), at=[2]), [6])
    assert_allclose(integral.response(rate="t", at=[-1, 2]), [0, 2])
    assert_allclose(integral.response(rate=2, at=[3]), [6])
    assert_allclose(integral.response(rate=([0, 2], [0, 2]), at=[1, 5]), [0.5, 2])
    assert_allclose(integral.response([0], rate=2, at=[3]), [7])
    assert_allclose(integral.response(Signal.events([0]) + Signal("2"), at=[3]), [7])
    assert_allclose(integral.response(at=[3]), [0])


def test_free_response():
    spring = System.ode("y'' + y = u", initial={"y": 1, "y'": 0})
    assert_allclose(spring.response(at=TIMES), np.cos(TIMES), atol=1e-14)
    assert_allclose(System.ode("x' = u; y' = x", observe="y").step_response([2]), [2])


def test_shapes_and_kinds_of_arrays():
    h = System("exp(-t)")
    for at in (TIMES, TIMES[::2], TIMES[::-1], TIMES.reshape(5, 5), TIMES.astype(np.float32),
               list(TIMES), np.float64(2.0), []):
        values = h.response([0], at=at)
        assert values.shape == np.shape(at)
        assert_allclose(values, np.exp(-np.asarray(at, dtype=float)), atol=1e-15)
    assert_array_equal(h.response([0], at=Grid(0, 0.25, 25)), h.response([0], at=TIMES))
    # Row 3 of step 0.1 is 0.3, not 0.30000000000000004.
    assert_allclose(System("t >= 0.3").response([0], at=Grid(0, 0.1, 5)), [0, 0, 0, 1, 1])
    assert h.response([0], at=Grid(0, 0.1, 0)).shape == (0,)


def test_arrays_are_not_copied():
    from simulate._library import address, array

    assert address(array(TIMES, "times")) == TIMES.ctypes.data


def test_sides_and_options():
    h = System("exp(-t)")
    assert h.response([0], at=[0]) == [1]
    assert h.response([0], at=[0], side="before") == [0]
    root = System("exp(-t)*t^(-1/2)")
    loose = root.response(rate="exp(-t^2)", at=TIMES, tolerance=1e-6, jobs=2)
    assert_allclose(loose, root.response(rate="exp(-t^2)", at=TIMES), atol=1e-5)


def test_impulses_of_the_output():
    high = System("s/(s + 1)")
    with pytest.warns(ImpulseWarning, match="1 impulses"):
        values = high.response([1.0], amounts=[2], at=[2])
    assert_allclose(values, [-2 * math.exp(-1)])
    times, amounts = high.impulses([1.0], amounts=[2], until=2)
    assert (list(times), list(amounts)) == ([1], [2])
    times, amounts = System("1/(1 - 0.5*z^-1)", period=1).impulses([0], until=3)
    assert (list(times), list(amounts)) == ([0, 1, 2, 3], [1, 0.5, 0.25, 0.125])


def test_description():
    said = System("1/(s + 0.5)").describe()
    assert said["stable"] == "yes"
    assert_allclose(said["area"], 2)
    assert_allclose(said["half_life"], 2 * math.log(2))
    assert_allclose(said["energy"], 1)
    assert "area" not in System("1/s").describe()
    assert System("1/s").describe()["stable"] == "marginal"


def test_errors_have_code_and_place():
    with pytest.raises(DataError) as caught:
        System("exp(-t))")
    assert (caught.value.code, caught.value.line, caught.value.column) == (65, 1, 8)
    with pytest.raises(DataError, match="degree 2") as caught:
        System.transfer_function([1, 0, 0], [1, 1])
    assert caught.value.line is None
    with pytest.raises(UsageError) as caught:
        System("1/(1 - z^-1)")
    assert caught.value.code == 64
    with pytest.raises(DataError, match="index 1"):
        System("1/s").response([0, np.nan], at=[1])


@pytest.mark.parametrize(
    "call",
    [
        lambda: System("1/s").response([0, 1], amounts=[1], at=[1]),
        lambda: System("1/s").response([[0, 1]], at=[1]),
        lambda: System("1/s").response(amounts=[1], at=[1]),
        lambda: System("1/s").response([0], at=Grid(0, 0, 3)),
        lambda: System("1/s").response([0], at=Grid(0, 1, -3)),
        lambda: System("1/s").response([0], at=[1], side="left"),
        lambda: System("1/s").response([0], at=[1], jobs=0),
        lambda: System("1/s").response([0], at=[1], tolerance=-1),
        lambda: System("1/s").response(rate=[1, 2], at=[1]),
        lambda: System("1/s").response(rate=(1, 2, 3), at=[1]),
        lambda: System.samples([0, 1], [1]),
        lambda: System.samples([0, 1], [1, 1], "cubical"),
        lambda: System.state_space([[1, 2]], [1], [1]),
        lambda: System.state_space([[-1]], [1], [1], initial=[1, 2]),
        lambda: System.ode("x' = u; y' = x"),
        lambda: System("1/s\0"),
    ],
)
def test_wrong_calls(call):
    with pytest.raises(UsageError):
        call()


def test_what_is_no_number_or_text():
    with pytest.raises(ValueError):
        System("1/s").response(["soon"], at=[1])
    with pytest.raises(TypeError):
        System(b"1/s")
    with pytest.raises(TypeError):
        System("1/s") + 1
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(System("1/s"))


def test_threads_have_their_own_errors():
    h = System("exp(-t)")
    failures = []

    def work(number):
        for _ in range(100):
            if h.response([number], at=[number + 1])[0] != math.exp(-1):
                failures.append("a value")
            try:
                System(" " * number + ")")
                failures.append("no error")
            except DataError as error:
                if error.column != number + 1:
                    failures.append(f"column {error.column}")

    threads = [threading.Thread(target=work, args=(k,)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_version_and_documentation():
    assert simulate.__version__.count(".") == 2
    for name in simulate.__all__:
        assert getattr(simulate, name).__doc__
    for name, member in vars(System).items():
        if not name.startswith("_"):
            function = getattr(member, "__func__", member)
            assert function.__doc__, name


def test_doctests():
    import doctest

    for module in ("simulate", "simulate._signals", "simulate._systems"):
        found = doctest.testmod(
            sys.modules[module], extraglobs={"simulate": simulate, "np": np}, optionflags=doctest.ELLIPSIS
        )
        assert found.failed == 0
