// strptime, which Swift's view of the C library leaves out.
#define _GNU_SOURCE
#include "CCalendar.h"
#include <time.h>

int ccalendar_read(const char *text, const char *form, ccalendar_parts *parts) {
  struct tm moment = {.tm_mday = 1};
  const char *end = strptime(text, form, &moment);
  if (!end || *end) return 0;
  *parts = (ccalendar_parts){
    moment.tm_year + 1900, moment.tm_mon + 1, moment.tm_mday, moment.tm_hour, moment.tm_min, moment.tm_sec,
    moment.tm_gmtoff};
  return 1;
}
