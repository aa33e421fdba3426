#include "problem.h"

#include <string.h>

#include "simulate.h"

static _Thread_local struct {
  char text[1024];
  size_t line, column;
} last;

void csimulate_keep(const char *text, size_t count, size_t line, size_t column) {
  if (count >= sizeof last.text) {
    count = sizeof last.text - 1;
    // A character is kept whole or not at all.
    while (count > 0 && ((unsigned char)text[count] & 0xC0) == 0x80) count -= 1;
  }
  memcpy(last.text, text, count);
  last.text[count] = 0;
  last.line = line;
  last.column = column;
}

const char *simulate_message(void) { return last.text; }

void simulate_place(size_t *line, size_t *column) {
  if (line) *line = last.line;
  if (column) *column = last.column;
}
