"""The examples of scipy.signal's own documentation, computed both ways."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import signal

from simulate import Grid, System


def test_lti_coefficients():
    # scipy.signal.lti: signal.lti([3, 4], [1, 2]) is (3s + 4)/(s + 2) = 3 - 2/(s + 2)
    theirs = signal.lti([1, 4], [1, 2])
    ours = System.transfer_function([1, 4], [1, 2])
    w = np.array([0.0, 0.3, 1.0, 7.0])
    assert_allclose(ours.frequency_response(w), theirs.freqresp(w)[1], rtol=1e-15)
    assert_allclose(ours.poles, theirs.poles)
    assert_allclose(ours.zeros, theirs.zeros)


def test_lti_zeros_poles_gain():
    # scipy.signal.lti: signal.lti([1, 2], [3, 4], 5)
    theirs = signal.lti([1, 2], [3, 4], 5)
    ours = System.zeros_poles_gain([1, 2], [3, 4], 5)
    w = np.array([0.0, 0.3, 1.0, 7.0])
    assert_allclose(ours.frequency_response(w), theirs.freqresp(w)[1], rtol=1e-14)
    assert sorted(ours.poles.real) == [3, 4]
    assert sorted(ours.zeros.real) == [1, 2]


def test_state_space():
    # scipy.signal.StateSpace: a double integrator
    a, b, c, d = np.array([[0.0, 1.0], [0.0, 0.0]]), [[0.0], [1.0]], [[1.0, 0.0]], [[0.0]]
    t = np.linspace(0, 5, 51)
    ours = System.state_space(a, b, c, d).response(rate=1.0, at=t)
    assert_allclose(ours, t**2 / 2, rtol=1e-15)
    _, theirs, _ = signal.lsim(signal.StateSpace(a, b, c, d), np.ones_like(t), t)
    assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)


def test_lsim_bessel():
    # scipy.signal.lsim: three tones through an analog Bessel filter
    b, a = signal.bessel(N=5, Wn=2 * np.pi * 12, btype="lowpass", analog=True)
    t = np.linspace(0, 1.25, 500, endpoint=False)
    u = np.cos(2 * np.pi * 4 * t) + 0.6 * np.sin(2 * np.pi * 40 * t) + 0.5 * np.cos(2 * np.pi * 80 * t)
    _, theirs, _ = signal.lsim((b, a), U=u, T=t)
    values, bounds = System.transfer_function(b, a).response(rate=(t, u), at=t, bounds=True)
    assert_allclose(values, theirs, atol=1e-8)
    assert np.all(bounds < 1e-9)


def test_lsim_double_integrator():
    # scipy.signal.lsim: y'' = u, u(t) = t from rest, held by lines
    system = signal.lti(np.array([[0.0, 1.0], [0.0, 0.0]]), [[0.0], [1.0]], [[1.0, 0.0]], 0.0)
    t = np.linspace(0, 5)
    u = np.ones_like(t)
    _, theirs, _ = signal.lsim(system, u, t)
    assert_allclose(System.ode("y'' = u").response(rate=(t, u), at=t), theirs, atol=1e-12)


def test_impulse():
    # scipy.signal.impulse: system = ([1.0], [1.0, 2.0, 1.0]); h(t) = t exp(-t)
    t, theirs = signal.impulse(([1.0], [1.0, 2.0, 1.0]))
    ours = System("1/(s^2 + 2*s + 1)").impulse_response(t)
    assert_allclose(ours, t * np.exp(-t), rtol=1e-14, atol=1e-16)
    assert_allclose(ours, theirs, atol=1e-12)


def test_step():
    # scipy.signal.step: lti = signal.lti([1.0], [1.0, 1.0])
    t, theirs = signal.step(signal.lti([1.0], [1.0, 1.0]))
    ours = System("1/(s + 1)").step_response(t)
    assert_allclose(ours, -np.expm1(-t), rtol=1e-14)
    assert_allclose(ours, theirs, atol=1e-12)


def test_freqresp():
    # scipy.signal.freqresp: s1 = signal.lti([], [1, 1, 1], [5])
    w, theirs = signal.freqresp(signal.lti([], [1, 1, 1], [5]))
    assert_allclose(System("5/(s - 1)^3").frequency_response(w), theirs, rtol=1e-14)


def test_bode():
    # scipy.signal.bode: sys = signal.TransferFunction([1], [1, 1])
    w, magnitude, phase = signal.bode(signal.TransferFunction([1], [1, 1]))
    ours = System("1/(s + 1)").frequency_response(w)
    assert_allclose(20 * np.log10(np.abs(ours)), magnitude, atol=1e-12)
    assert_allclose(np.degrees(np.angle(ours)), phase, atol=1e-12)


def test_dimpulse():
    # scipy.signal.dimpulse: a Butterworth filter of order 3, sample by sample
    b, a = signal.butter(3, 0.5)
    _, (theirs,) = signal.dimpulse(signal.dlti(b, a), n=25)
    def rising(c):
        return " + ".join(f"({x!r})*z^-{k}" for k, x in enumerate(map(float, c)))

    ours = System(f"({rising(b)})/({rising(a)})", period=1)
    times, amounts = ours.impulses([0.0], until=24)
    dense = np.zeros(25)
    dense[times.astype(int)] = amounts
    assert_allclose(dense, theirs.ravel(), atol=1e-15)


@pytest.mark.parametrize("mode", ["array", "grid"])
def test_impulses_off_the_grid(mode):
    # What sampling can't do: impulses at any times, against the definition.
    events = np.array([0.013, 1.7, 2.000001])
    t = 0.05 * np.arange(241)
    at = t if mode == "array" else Grid(0, 0.05, 241)
    values, bounds = System("1/(s^2 + 0.4*s + 1)").response(events, at=at, bounds=True)
    w = np.sqrt(1 - 0.04)
    lag = t[:, None] - events
    truth = np.where(lag >= 0, np.exp(-0.2 * lag) * np.sin(w * lag) / w, 0).sum(axis=1)
    assert_allclose(values, truth, atol=1e-14)
    assert np.all(np.abs(values - truth) <= bounds + 1e-14)
