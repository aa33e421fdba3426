#include "problem.h"

#include <stdio.h>

void cpng_note_error(png_structp png, png_const_charp message) {
  cpng_problem *problem = png_get_error_ptr(png);
  snprintf(problem->message, sizeof problem->message, "%s", message);
  png_longjmp(png, 1);
}

void cpng_ignore_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}
