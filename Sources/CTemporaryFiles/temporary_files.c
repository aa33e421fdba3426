#define _GNU_SOURCE
#include "CTemporaryFiles.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SLOTS = 64 };

/// A slot is free (0), being filled (1) or in use (2).
static _Atomic int states[SLOTS];
static char paths[SLOTS][PATH_MAX];

/// A mapped file: the range of its pages, what it is read from and called.
enum { WATCHES = 64, NAME = 1024 };
static struct {
  _Atomic int state;
  const char *start;
  size_t count;
  int descriptor;
  char name[NAME];
} watches[WATCHES];

static void remove_all(void) {
  for (int slot = 0; slot < SLOTS; slot++)
    if (atomic_load(&states[slot]) == 2) unlink(paths[slot]);
}

static void say(const char *text, size_t count) {
  while (count > 0) {
    ssize_t written = write(STDERR_FILENO, text, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text += written;
    count -= (size_t)written;
  }
}

static void say_number(unsigned long number) {
  char digits[24];
  size_t at = sizeof digits;
  do digits[--at] = (char)('0' + number % 10); while (number /= 10);
  say(digits + at, sizeof digits - at);
}

/// Says where a file ends now, which is where reading stopped, and ends the program: a line that is
/// counted by reading the file itself, since its pages are gone.
static void on_bus_error(int number, siginfo_t *information, void *context) {
  (void)context;
  const char *address = information->si_addr;
  for (int slot = 0; slot < WATCHES; slot++) {
    if (atomic_load(&watches[slot].state) != 2) continue;
    if (address < watches[slot].start || address >= watches[slot].start + watches[slot].count) continue;
    remove_all();
    unsigned long line = 1, column = 1;
    static char buffer[1 << 16];
    off_t at = 0;
    for (;;) {
      ssize_t count = pread(watches[slot].descriptor, buffer, sizeof buffer, at);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;
      at += count;
      for (ssize_t k = 0; k < count; k++) {
        // Bytes 10xxxxxx continue a character.
        if (buffer[k] == '\n') line++, column = 1;
        else if (((unsigned char)buffer[k] & 0xC0) != 0x80) column++;
      }
    }
    const char *name = watches[slot].name;
    say("simulate: ", 10);
    say(name, strlen(name));
    say(":", 1);
    say_number(line);
    say(":", 1);
    say_number(column);
    static const char text[] = ": reading stopped: the file was cut short here while it was read\n";
    say(text, sizeof text - 1);
    _exit(74);
  }
  // Not a file's page: what it always does.
  signal(number, SIG_DFL);
  raise(number);
}

static void on_signal(int number) {
  remove_all();
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

static void handle_bus_errors(void) {
  struct sigaction action = {0};
  action.sa_sigaction = on_bus_error;
  action.sa_flags = SA_SIGINFO;
  sigfillset(&action.sa_mask);
  sigaction(SIGBUS, &action, NULL);
}

static void handle_all(void) {
  handle(SIGINT, SA_RESTART);
  handle(SIGTERM, SA_RESTART);
  handle(SIGHUP, (int)SA_RESETHAND);
  handle(SIGQUIT, (int)SA_RESETHAND);
  handle(SIGPIPE, (int)SA_RESETHAND);
  handle_bus_errors();
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

int ctf_watch(const void *start, size_t count, int descriptor, const char *name) {
  for (int slot = 0; slot < WATCHES; slot++) {
    int free = 0;
    if (!atomic_compare_exchange_strong(&watches[slot].state, &free, 1)) continue;
    watches[slot].start = start;
    watches[slot].count = count;
    watches[slot].descriptor = descriptor;
    size_t length = 0;
    // Control characters never reach a terminal raw.
    for (; name[length] != 0 && length < NAME - 1; length++)
      watches[slot].name[length] = (unsigned char)name[length] < 32 || name[length] == 127 ? '?' : name[length];
    watches[slot].name[length] = 0;
    atomic_store(&watches[slot].state, 2);
    return slot;
  }
  return -1;
}

void ctf_unwatch(int slot) {
  if (slot >= 0 && slot < WATCHES) atomic_store(&watches[slot].state, 0);
}

int ctf_exchange(const char *first, const char *second) {
#ifdef RENAME_EXCHANGE
  return renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE);
#else
  errno = ENOSYS;
  return -1;
#endif
}
