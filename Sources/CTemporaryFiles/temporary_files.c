#define _GNU_SOURCE
#include "CTemporaryFiles.h"
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { SLOTS = 64 };

/// A slot is free (0), being filled (1) or in use (2).
static _Atomic int states[SLOTS];
static char paths[SLOTS][PATH_MAX];

static void on_signal(int number) {
  for (int slot = 0; slot < SLOTS; slot++)
    if (atomic_load(&states[slot]) == 2) unlink(paths[slot]);
  if (number == SIGINT || number == SIGTERM) _exit(128 + number);
  // The handler was reset on entry: once it returns, the signal does what it always does.
  raise(number);
}

static void handle(int number, int flags) {
  struct sigaction old, action = {0};
  if (sigaction(number, NULL, &old) != 0 || old.sa_handler == SIG_IGN) return;
  action.sa_handler = on_signal;
  action.sa_flags = flags;
  sigfillset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

static void handle_all(void) {
  handle(SIGINT, SA_RESTART);
  handle(SIGTERM, SA_RESTART);
  handle(SIGHUP, (int)SA_RESETHAND);
  handle(SIGQUIT, (int)SA_RESETHAND);
  handle(SIGPIPE, (int)SA_RESETHAND);
  signal(SIGXFSZ, SIG_IGN);
}

void ctf_handle_signals(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, handle_all);
}

int ctf_register(const char *path) {
  size_t count = strlen(path);
  if (count >= PATH_MAX) return -1;
  for (int slot = 0; slot < SLOTS; slot++) {
    int free = 0;
    if (!atomic_compare_exchange_strong(&states[slot], &free, 1)) continue;
    memcpy(paths[slot], path, count + 1);
    atomic_store(&states[slot], 2);
    return slot;
  }
  return -1;
}

void ctf_forget(int slot) {
  if (slot >= 0 && slot < SLOTS) atomic_store(&states[slot], 0);
}
