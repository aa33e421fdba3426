// What a C program sees of simulate.h. Prints what does not hold; ends with how many that were.
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "simulate.h"

static int wrong;

static void check(int holds, const char *what) {
  if (holds) return;
  wrong += 1;
  printf("%s: %s\n", what, simulate_message());
}

#define CHECK(holds) check((holds), #holds)

// y(t) = sum over slaps at or before t of exp(-(t - slap) / 2)
static double healed(double t, const double *slaps, size_t count) {
  double sum = 0;
  for (size_t k = 0; k < count; k += 1) sum += slaps[k] <= t ? exp((slaps[k] - t) / 2) : 0;
  return sum;
}

static void systems(void) {
  const double slaps[] = {0, 1.5, 3};
  double rows[33], values[33], bounds[33];
  for (size_t k = 0; k < 33; k += 1) rows[k] = 0.25 * (double)k;
  simulate_signal *input;
  CHECK(simulate_signal_events(slaps, NULL, NULL, 3, &input) == SIMULATE_OK);
  // One system, said in seven ways.
  simulate_system *all[7];
  const char *name = "k";
  const double half = 0.5;
  const simulate_names names = {1, &name, &half};
  CHECK(simulate_system_formula("exp(-k*t)", &names, 0, &all[0]) == SIMULATE_OK);
  CHECK(simulate_system_formula("1/(s + k)", &names, 0, &all[1]) == SIMULATE_OK);
  const double above[] = {2}, below[] = {2, 1};
  CHECK(simulate_system_coefficients(above, 1, below, 2, &all[2]) == SIMULATE_OK);
  const double pole[] = {-0.5, 0};
  CHECK(simulate_system_roots(NULL, 0, pole, 1, 1, &all[3]) == SIMULATE_OK);
  const double a = -0.5, one = 1;
  CHECK(simulate_system_states(&a, &one, &one, 0, 1, NULL, &all[4]) == SIMULATE_OK);
  CHECK(simulate_system_equation("y' = -k*y + u", &names, NULL, NULL, &all[5]) == SIMULATE_OK);
  simulate_system *integrator, *gain;
  CHECK(simulate_system_formula("1/s", NULL, 0, &integrator) == SIMULATE_OK);
  CHECK(simulate_system_formula("k*s^0", &names, 0, &gain) == SIMULATE_OK);
  CHECK(simulate_system_feedback(integrator, gain, &all[6]) == SIMULATE_OK);
  simulate_system_free(integrator);
  simulate_system_free(gain);
  for (int way = 0; way < 7; way += 1) {
    size_t impulses = 9;
    CHECK(simulate_response(all[way], input, rows, 33, NULL, values, bounds, &impulses) == 0);
    CHECK(impulses == 0);
    for (size_t k = 0; k < 33; k += 1) {
      const double truth = healed(rows[k], slaps, 3);
      check(fabs(values[k] - truth) <= bounds[k] + 4e-16 * truth && bounds[k] < 1e-12, "a response");
    }
    CHECK(simulate_response_on_grid(all[way], input, 0, 0.25, 33, NULL, values, NULL, NULL) == 0);
    for (size_t k = 0; k < 33; k += 1)
      check(fabs(values[k] - healed(rows[k], slaps, 3)) < 1e-14, "a response on a grid");
    double value;
    CHECK(simulate_describe(all[way], SIMULATE_AREA, &value) == 0 && fabs(value - 2) < 1e-14);
    CHECK(simulate_describe(all[way], SIMULATE_STABLE, &value) == 0 && value == 1);
    CHECK(simulate_describe(all[way], SIMULATE_HALF_LIFE, &value) == 0 &&
          fabs(value - 2 * log(2)) < 1e-12);
  }
  // The value before a jump; series, parallel, delay and gain.
  const simulate_options before = {.before = 1};
  CHECK(simulate_response(all[0], input, slaps, 1, &before, values, NULL, NULL) == 0);
  CHECK(values[0] == 0);
  simulate_system *twice, *both, *late, *triple;
  CHECK(simulate_system_series(all[0], all[1], &twice) == 0);      // t exp(-t/2)
  CHECK(simulate_system_parallel(all[0], all[1], &both) == 0);     // 2 exp(-t/2)
  CHECK(simulate_system_delayed(all[0], 1, &late) == 0);           // exp(-(t-1)/2)
  CHECK(simulate_system_scaled(all[0], 3, &triple) == 0);
  const double at = 2, now = 0;
  simulate_signal *slap;
  CHECK(simulate_signal_events(&now, NULL, NULL, 1, &slap) == 0);
  simulate_system *made[] = {twice, both, late, triple};
  const double truths[] = {2 * exp(-1), 2 * exp(-1), exp(-0.5), 3 * exp(-1)};
  for (int k = 0; k < 4; k += 1) {
    CHECK(simulate_response(made[k], slap, &at, 1, NULL, values, NULL, NULL) == 0);
    check(fabs(values[0] - truths[k]) < 1e-15, "a system made of systems");
    simulate_system_free(made[k]);
  }
  simulate_signal_free(slap);
  for (int way = 0; way < 7; way += 1) simulate_system_free(all[way]);
  simulate_signal_free(input);
}

static void inputs(void) {
  simulate_system *integrator;
  CHECK(simulate_system_formula("1/s", NULL, 0, &integrator) == 0);
  // Amounts are areas: whatever the duration, the integral is the amount.
  const double times[] = {0, 1}, amounts[] = {2, 3}, durations[] = {4, 0};
  double values[3];
  const double rows[] = {0.5, 2, 10};
  simulate_signal *pulses, *rate, *samples, *sum;
  CHECK(simulate_signal_events(times, amounts, durations, 2, &pulses) == 0);
  CHECK(simulate_response(integrator, pulses, rows, 3, NULL, values, NULL, NULL) == 0);
  CHECK(values[0] == 0.25 && values[1] == 4 && values[2] == 5);
  CHECK(simulate_signal_formula("3*(t<2)", NULL, &rate) == 0);
  CHECK(simulate_response(integrator, rate, rows, 3, NULL, values, NULL, NULL) == 0);
  CHECK(values[0] == 1.5 && values[1] == 6 && values[2] == 6);
  const double stamps[] = {0, 2}, heights[] = {0, 2};
  CHECK(simulate_signal_samples(stamps, heights, 2, SIMULATE_LINEAR, &samples) == 0);
  CHECK(simulate_signal_sum(rate, samples, &sum) == 0);
  CHECK(simulate_response(integrator, sum, rows, 3, NULL, values, NULL, NULL) == 0);
  CHECK(fabs(values[0] - 1.625) < 1e-15 && fabs(values[1] - 8) < 1e-14 && fabs(values[2] - 8) < 1e-14);
  simulate_signal_free(pulses);
  simulate_signal_free(rate);
  simulate_signal_free(samples);
  simulate_signal_free(sum);
  simulate_system_free(integrator);

  // A direct term lets an impulse through: 1 - 1/(s + 1).
  simulate_system *high;
  simulate_signal *slap;
  double when[2] = {9, 9}, amount[2] = {9, 9};
  size_t count;
  CHECK(simulate_system_formula("s/(s + 1)", NULL, 0, &high) == 0);
  CHECK(simulate_signal_events(times + 1, amounts, NULL, 1, &slap) == 0);
  CHECK(simulate_response(high, slap, rows + 1, 1, NULL, values, NULL, &count) == 0);
  CHECK(count == 1 && fabs(values[0] + 2 * exp(-1)) < 1e-15);
  CHECK(simulate_impulses(high, slap, 2, when, amount, 1, &count) == 0);
  CHECK(count == 1 && when[0] == 1 && amount[0] == 2 && when[1] == 9);
  // |H(i)| = 1/sqrt 2; a pole at -1, a zero at 0.
  const double frequency = 1;
  double parts[2];
  CHECK(simulate_frequency_response(high, &frequency, 1, parts) == 0);
  CHECK(fabs(parts[0] - 0.5) < 1e-15 && fabs(parts[1] - 0.5) < 1e-15);
  CHECK(simulate_poles(high, parts, 1, &count) == 0 && count == 1 && parts[0] == -1 && parts[1] == 0);
  CHECK(simulate_zeros(high, parts, 1, &count) == 0 && count == 1 && parts[0] == 0 && parts[1] == 0);
  double value;
  CHECK(simulate_describe(high, SIMULATE_MEAN_TIME, &value) == 0 && isnan(value));
  simulate_signal_free(slap);
  simulate_system_free(high);

  // A state: y = exp(-t) by itself. A filter in z: y[n] = u[n] + y[n-1]/2.
  simulate_system *resting, *filter;
  const char *state = "y";
  const double start = 1, second = 2;
  const simulate_names initial = {1, &state, &start};
  CHECK(simulate_system_equation("y' = -y + u", NULL, NULL, &initial, &resting) == 0);
  CHECK(simulate_response(resting, NULL, &second, 1, NULL, values, NULL, NULL) == 0);
  CHECK(fabs(values[0] - exp(-2)) < 1e-16);
  simulate_system_free(resting);
  CHECK(simulate_system_formula("1/(1 - 0.5*z^-1)", NULL, 1, &filter) == 0);
  CHECK(simulate_signal_events(&start, NULL, NULL, 1, &slap) == 0);
  CHECK(simulate_impulses(filter, slap, 3, when, amount, 2, &count) == 0);
  CHECK(count == 3 && when[1] == 2 && amount[1] == 0.5);
  simulate_signal_free(slap);
  simulate_system_free(filter);
}

static void errors(void) {
  simulate_system *system = (simulate_system *)&wrong;
  size_t line, column;
  CHECK(simulate_system_formula("exp(-t))", NULL, 0, &system) == SIMULATE_DATA);
  CHECK(system == NULL && strlen(simulate_message()) > 10);
  simulate_place(&line, &column);
  CHECK(line == 1 && column == 8);
  const double above[] = {1, 0, 0}, below[] = {1, 1}, nothing = 0, never = NAN;
  CHECK(simulate_system_coefficients(above, 3, below, 2, &system) == SIMULATE_DATA);
  CHECK(strstr(simulate_message(), "degree 2") != NULL);
  simulate_place(&line, &column);
  CHECK(line == 0 && column == 0);
  CHECK(simulate_system_coefficients(above, 1, &nothing, 1, &system) == SIMULATE_DATA);
  CHECK(simulate_system_coefficients(NULL, 1, below, 2, &system) == SIMULATE_USAGE);
  CHECK(simulate_system_coefficients(above, (size_t)-1, below, 2, &system) == SIMULATE_USAGE);
  CHECK(simulate_system_formula(NULL, NULL, 0, &system) == SIMULATE_USAGE);
  CHECK(simulate_system_formula("t", NULL, 0, NULL) == SIMULATE_USAGE);
  CHECK(simulate_system_formula("\xff", NULL, 0, &system) == SIMULATE_DATA);
  CHECK(simulate_system_formula("1/z", NULL, 0, &system) == SIMULATE_USAGE);
  CHECK(simulate_system_formula("1/s", NULL, -1, &system) == SIMULATE_USAGE);
  CHECK(simulate_system_samples(above, above, 3, SIMULATE_LINEAR, &system) == SIMULATE_DATA);
  CHECK(simulate_system_samples(above, above, 3, (simulate_between)7, &system) == SIMULATE_USAGE);
  CHECK(simulate_system_samples(above, above, 0, SIMULATE_LINEAR, &system) == SIMULATE_DATA);
  CHECK(simulate_system_equation("x' = u; y' = x", NULL, NULL, NULL, &system) == SIMULATE_USAGE);
  CHECK(simulate_system_equation("x' = u; y' = x", NULL, "z", NULL, &system) == SIMULATE_DATA);
  CHECK(simulate_system_states(above, above, above, 0, 100000, NULL, &system) == SIMULATE_USAGE);
  const double alone[] = {-1, 1};
  CHECK(simulate_system_roots(NULL, 0, alone, 1, 1, &system) == SIMULATE_DATA);
  const char *twice[] = {"k", "k"};
  const simulate_names names = {2, twice, below};
  CHECK(simulate_system_formula("k", &names, 0, &system) == SIMULATE_DATA);
  const char *taken = "t";
  const simulate_names reserved = {1, &taken, below};
  CHECK(simulate_system_formula("t", &reserved, 0, &system) == SIMULATE_DATA);
  CHECK(system == NULL);

  simulate_signal *input;
  CHECK(simulate_signal_events(&never, NULL, NULL, 1, &input) == SIMULATE_DATA && input == NULL);
  const double less = -1;
  CHECK(simulate_signal_events(below, NULL, &less, 1, &input) == SIMULATE_DATA);
  CHECK(simulate_signal_events(NULL, NULL, NULL, 0, &input) == SIMULATE_OK);
  double value = 7;
  CHECK(simulate_response(NULL, input, below, 1, NULL, &value, NULL, NULL) == SIMULATE_USAGE);
  CHECK(simulate_system_formula("1/s", NULL, 0, &system) == SIMULATE_OK);
  CHECK(simulate_response(system, input, below, 1, NULL, NULL, NULL, NULL) == SIMULATE_USAGE);
  CHECK(simulate_response(system, input, below, 0, NULL, NULL, NULL, NULL) == SIMULATE_OK);
  CHECK(simulate_response(system, input, &never, 1, NULL, &value, NULL, NULL) == SIMULATE_DATA);
  CHECK(simulate_response_on_grid(system, input, 0, 0, 1, NULL, &value, NULL, NULL) == SIMULATE_USAGE);
  const simulate_options wild = {.tolerance = -1};
  CHECK(simulate_response(system, input, below, 1, &wild, &value, NULL, NULL) == SIMULATE_USAGE);
  CHECK(value == 7);
  CHECK(simulate_response(system, input, below, 1, NULL, &value, NULL, NULL) == SIMULATE_OK);
  CHECK(value == 0);
  CHECK(simulate_describe(system, (simulate_quantity)99, &value) == SIMULATE_USAGE);
  CHECK(simulate_frequency_response(system, &less, 1, &value) == SIMULATE_DATA);
  simulate_system_free(system);
  simulate_signal_free(input);
  simulate_system_free(NULL);
  simulate_signal_free(NULL);
}

static simulate_system *shared;

// Each thread runs the shared system with its own input, and makes its own mistakes.
static void *work(void *argument) {
  const long number = (long)argument;
  long failures = 0;
  for (int round = 0; round < 200; round += 1) {
    const double slap = (double)number, row = (double)number + 2;
    double value = 0;
    simulate_signal *input = NULL;
    failures += simulate_signal_events(&slap, NULL, NULL, 1, &input) != 0;
    failures += simulate_response(shared, input, &row, 1, NULL, &value, NULL, NULL) != 0;
    failures += fabs(value - exp(-1)) > 1e-15;
    simulate_signal_free(input);
    char formula[64];
    for (long k = 0; k < number + 1; k += 1) formula[k] = ' ';
    strcpy(formula + number + 1, ")");
    simulate_system *none;
    failures += simulate_system_formula(formula, NULL, 0, &none) != SIMULATE_DATA;
    size_t line, column;
    simulate_place(&line, &column);
    failures += column != (size_t)number + 2;
  }
  return (void *)failures;
}

static void threads(void) {
  CHECK(simulate_system_formula("exp(-t/2)", NULL, 0, &shared) == 0);
  pthread_t all[8];
  for (long k = 0; k < 8; k += 1) pthread_create(&all[k], NULL, work, (void *)k);
  for (int k = 0; k < 8; k += 1) {
    void *failures;
    pthread_join(all[k], &failures);
    check(failures == NULL, "a thread");
  }
  simulate_system_free(shared);
}

int main(void) {
  systems();
  inputs();
  errors();
  threads();
  CHECK(strchr(simulate_version(), '.') != NULL);
  return wrong != 0;
}
