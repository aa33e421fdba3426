#pragma once
#include "CPNG.h"

#include <png.h>

void cpng_note_error(png_structp png, png_const_charp message);
void cpng_ignore_warning(png_structp png, png_const_charp message);
