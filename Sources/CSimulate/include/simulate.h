/* simulate.h: what linear time-invariant systems make of impulses and rates, exactly.
 *
 *     y(t) = sum of a_i h(t - t_i) + integral of r(u) h(t - u) du + free(t)
 *
 * A system is its impulse response h; an input is impulses of area a_i at any times, pulses and
 * rates r. Systems and inputs are made, run and freed:
 *
 *     simulate_system *cheek;
 *     simulate_signal *slaps;
 *     if (simulate_system_formula("1/(2*s + 1)", NULL, 0, &cheek)) puts(simulate_message());
 *     simulate_signal_events(times, NULL, NULL, 2, &slaps);
 *     simulate_response(cheek, slaps, rows, 241, NULL, values, NULL, NULL);
 *     simulate_signal_free(slaps);
 *     simulate_system_free(cheek);
 *
 * Every function returns SIMULATE_OK (0) or why not; simulate_message() then says it in words.
 * Nothing is printed and the process is never ended. What is made is a value of its own: it copies
 * what it was made from, never changes, may be used by many threads at once, and must be freed once,
 * when no call uses it any more. Arrays hold `count` doubles, which must be finite; times are in
 * one unit of the caller's. Texts are UTF-8 and end in NUL.
 *
 * GPL-3.0-or-later, as GSL and FFTW, which are inside, ask.
 */
#ifndef SIMULATE_H
#define SIMULATE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What functions return: 0, or the exit status that the command `simulate` has for it. */
enum {
  SIMULATE_OK = 0,
  SIMULATE_USAGE = 64,    /* the call is wrong, or asks for what can't be held */
  SIMULATE_DATA = 65,     /* a formula or a number is wrong, or a value is not finite */
  SIMULATE_TOLERANCE = 70 /* the tolerance could not be met */
};

/* A linear time-invariant system: its impulse response, and what comes out by itself. */
typedef struct simulate_system simulate_system;

/* A function of time, an input: impulses, pulses and rates. */
typedef struct simulate_signal simulate_signal;

/* Names and the numbers that they stand for; a null pointer in place of it is no name. */
typedef struct simulate_names {
  size_t count;
  const char *const *names;
  const double *values;
} simulate_names;

/* What lies between two samples. */
typedef enum simulate_between {
  SIMULATE_LINEAR = 0,   /* straight lines */
  SIMULATE_PREVIOUS = 1, /* each value is held to the next time, the last one for the last spacing */
  SIMULATE_STEFFEN = 2,  /* monotone cubics */
  SIMULATE_CUBIC = 3,    /* the natural cubic spline */
  SIMULATE_NOTHING = 4   /* the samples are impulses themselves */
} simulate_between;

/* How a response is computed; a null pointer in place of it is all defaults, and so is a member
 * that is 0. */
typedef struct simulate_options {
  double tolerance; /* of the peak, where something must be approximated; 1e-12 */
  int before;       /* 1: a row exactly at a jump shows the value before it, not after it */
  int jobs;         /* how many threads may work; 1. The values never depend on it. */
} simulate_options;

/* ---- What went wrong ---- */

/* Why the last call in this thread that did not return 0 did not: one line of text, valid until
 * the next such call in this thread. Never null. */
const char *simulate_message(void);

/* The place in the formula or equation that the message is about, counted from 1 in characters;
 * 0, 0 where it is about none. */
void simulate_place(size_t *line, size_t *column);

/* The library's version, such as "1.0.0". */
const char *simulate_version(void);

/* ---- Systems ---- */

/* The system of a formula: its impulse response in `t`, its transfer function in `s`, or a filter
 * in `z`, whose period is then above 0 (else 0). */
int simulate_system_formula(const char *formula, const simulate_names *names, double period,
                            simulate_system **system);

/* The system whose impulse response passes through samples at ascending times; 0 outside. */
int simulate_system_samples(const double *times, const double *values, size_t count,
                            simulate_between between, simulate_system **system);

/* The system (b[0] s^m + ... + b[m]) / (a[0] s^n + ... + a[n]), m <= n; b holds `above` numbers,
 * a `below`. */
int simulate_system_coefficients(const double *b, size_t above, const double *a, size_t below,
                                 simulate_system **system);

/* The system gain prod (s - zeros) / prod (s - poles). Each root is two numbers, real and
 * imaginary part; a complex one stands with its conjugate. */
int simulate_system_roots(const double *zeros, size_t zero_count, const double *poles,
                          size_t pole_count, double gain, simulate_system **system);

/* The system x' = A x + B u, y = C x + D u of `order` states; A row by row. `initial` is the state
 * just before t = 0, or null for rest. */
int simulate_system_states(const double *a, const double *b, const double *c, double d,
                           size_t order, const double *initial, simulate_system **system);

/* The system of a linear differential equation driven by `u`, or of several separated by `;`, such
 * as "y'' + 0.4*y' + y = u". `output` is what comes out; null where there is one unknown alone.
 * `initial` names states (y, y') and their values just before t = 0; null for rest. */
int simulate_system_equation(const char *equation, const simulate_names *names, const char *output,
                             const simulate_names *initial, simulate_system **system);

/* One system after another: h = first * second. */
int simulate_system_series(const simulate_system *first, const simulate_system *second,
                           simulate_system **system);

/* Two systems beside one another: h = a + b. */
int simulate_system_parallel(const simulate_system *a, const simulate_system *b,
                             simulate_system **system);

/* The closed loop H/(1 + G H), where `back`, G, feeds back what comes out, subtracted. */
int simulate_system_feedback(const simulate_system *forward, const simulate_system *back,
                             simulate_system **system);

/* The system with dead time after it; below 0 it answers earlier. */
int simulate_system_delayed(const simulate_system *system, double delay, simulate_system **delayed);

/* The system with its output multiplied by a number. */
int simulate_system_scaled(const simulate_system *system, double gain, simulate_system **scaled);

/* Frees a system; null is let be. */
void simulate_system_free(simulate_system *system);

/* ---- Inputs ---- */

/* Impulses and pulses, in any order. `amounts` are their areas, null for 1 each; `durations` are
 * how long each is spread evenly, null for impulses, 0 for one. */
int simulate_signal_events(const double *times, const double *amounts, const double *durations,
                           size_t count, simulate_signal **signal);

/* A rate as a formula in `t`, 0 before t = 0. */
int simulate_signal_formula(const char *formula, const simulate_names *names,
                            simulate_signal **signal);

/* A rate that passes through samples, 0 outside; two equal times are a jump. */
int simulate_signal_samples(const double *times, const double *values, size_t count,
                            simulate_between between, simulate_signal **signal);

/* The sum of two inputs. */
int simulate_signal_sum(const simulate_signal *a, const simulate_signal *b,
                        simulate_signal **signal);

/* Frees an input; null is let be. */
void simulate_signal_free(simulate_signal *signal);

/* ---- Results ---- */

/* The output at times, which may come in any order and twice.
 *
 * `input` may be null: then what comes out by itself. `values` takes `count` numbers, and `bounds`,
 * unless it is null, a bound on each value's absolute error (an estimate after quadrature).
 * `impulses`, unless null, takes how many impulses the output holds up to the last time: a direct
 * term lets them through, and no value can hold them; see simulate_impulses(). */
int simulate_response(const simulate_system *system, const simulate_signal *input,
                      const double *times, size_t count, const simulate_options *options,
                      double *values, double *bounds, size_t *impulses);

/* The output at start, start + step, ...: as simulate_response(), faster for many rows. Both count
 * as the shortest decimals that read as these doubles: row 3 of step 0.1 is 0.3. */
int simulate_response_on_grid(const simulate_system *system, const simulate_signal *input,
                              double start, double step, size_t count,
                              const simulate_options *options, double *values, double *bounds,
                              size_t *impulses);

/* The impulses that the output holds up to a time: the first `capacity` of them into `times` and
 * `amounts`, and how many there are into `count`. */
int simulate_impulses(const simulate_system *system, const simulate_signal *input, double until,
                      double *times, double *amounts, size_t capacity, size_t *count);

/* The frequency response H(i w) at w >= 0 in radians for each unit of time: real and imaginary part
 * in turn, 2 `count` numbers. */
int simulate_frequency_response(const simulate_system *system, const double *frequencies,
                                size_t count, double *values);

/* What describes a system. */
typedef enum simulate_quantity {
  SIMULATE_AREA = 0,          /* of the impulse response, the gain at rest */
  SIMULATE_MEAN_TIME = 1,     /* its mean time */
  SIMULATE_HALF_LIFE = 2,     /* until half of the area has passed */
  SIMULATE_PEAK = 3,          /* its value of the largest magnitude */
  SIMULATE_TIME_OF_PEAK = 4,  /* when that is */
  SIMULATE_RISE_TIME = 5,     /* of the step response, 10 to 90 % */
  SIMULATE_SETTLING_TIME = 6, /* when it last leaves 2 % */
  SIMULATE_OVERSHOOT = 7,     /* in percent */
  SIMULATE_ENERGY = 8,        /* of the impulse response, its square's integral */
  SIMULATE_GAIN_MARGIN = 9,   /* as a factor */
  SIMULATE_PHASE_MARGIN = 10, /* in radians */
  SIMULATE_DELAY_MARGIN = 11, /* in units of time */
  SIMULATE_STABLE = 12        /* 1 stable, 0 marginal, -1 unstable */
} simulate_quantity;

/* A quantity; not a number (NaN) where the system has none. */
int simulate_describe(const simulate_system *system, simulate_quantity quantity, double *value);

/* The poles: the first `capacity` of them as real and imaginary part in turn, and how many there
 * are into `count`. A system that is no rational function has none. */
int simulate_poles(const simulate_system *system, double *roots, size_t capacity, size_t *count);

/* The zeros, as simulate_poles(). */
int simulate_zeros(const simulate_system *system, double *roots, size_t capacity, size_t *count);

#ifdef __cplusplus
}
#endif
#endif
