#pragma once

/// What a text says of a moment: the calendar's own numbers, month and day from 1, the offset from UTC in seconds.
typedef struct {
  int year, month, day, hour, minute, second;
  long offset;
} ccalendar_parts;

/// Reads a whole text in a form of strptime's letters. Returns 1, or 0 for text of another form.
int ccalendar_read(const char *text, const char *form, ccalendar_parts *parts);
