#include "CPNG.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "problem.h"

typedef struct {
  const uint8_t *file;
  size_t size, position;
  int ended;
  cpng_problem *problem;
} source;

static void take(png_structp png, png_bytep bytes, size_t count) {
  source *from = png_get_io_ptr(png);
  if (count > from->size - from->position) {
    from->ended = 1;
    png_error(png, "the file ends early");
  }
  memcpy(bytes, from->file + from->position, count);
  from->position += count;
}

static png_structp start(source *from, png_infop *info) {
  png_structp png = png_create_read_struct(
      PNG_LIBPNG_VER_STRING, from->problem, cpng_note_error, cpng_ignore_warning);
  if (!png) return NULL;
  *info = png_create_info_struct(png);
  if (!*info) png_destroy_read_struct(&png, NULL, NULL);
  return png;
}

// The caller bounds the number of pixels; libpng's own limit is a million a side.
static void read_header(png_structp png, png_infop info, source *from) {
  png_set_read_fn(png, from, take);
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_read_info(png, info);
  png_set_expand(png);
}

// From the header alone: png_read_update_info would allocate a row, however long it claims to be.
static void note_shape(png_structp png, png_infop info, cpng_shape *shape) {
  int color = png_get_color_type(png, info);
  int alpha = color & PNG_COLOR_MASK_ALPHA || png_get_valid(png, info, PNG_INFO_tRNS);
  shape->width = png_get_image_width(png, info);
  shape->height = png_get_image_height(png, info);
  shape->channels = (color & PNG_COLOR_MASK_COLOR ? 3 : 1) + (alpha ? 1 : 0);
  shape->bytes_per_sample = png_get_bit_depth(png, info) == 16 ? 2 : 1;
}

static cpng_status finish(png_structp png, png_infop info, source *from, cpng_status status) {
  png_destroy_read_struct(&png, &info, NULL);
  from->problem->bytes_read = from->position;
  return from->ended ? CPNG_ENDS_EARLY : status;
}

// `from` belongs to the caller: what changes between setjmp and longjmp must not be a local here.
static cpng_status shape_of(source *from, cpng_shape *shape) {
  png_infop info = NULL;
  png_structp png = start(from, &info);
  if (!png) return CPNG_NO_MEMORY;
  if (setjmp(png_jmpbuf(png))) return finish(png, info, from, CPNG_UNSOUND);
  read_header(png, info, from);
  note_shape(png, info, shape);
  return finish(png, info, from, CPNG_DONE);
}

static void read_rows(png_structp png, png_infop info, uint8_t *samples, size_t samples_size) {
  int passes = png_set_interlace_handling(png);
  cpng_shape shape;
  note_shape(png, info, &shape);
  png_read_update_info(png, info);
  size_t stride = (size_t)shape.width * shape.channels * shape.bytes_per_sample;
  if (stride != png_get_rowbytes(png, info) || samples_size / stride != shape.height)
    png_error(png, "the shape is not the one read before");
  for (int pass = 0; pass < passes; pass++)
    for (uint32_t row = 0; row < shape.height; row++)
      png_read_row(png, samples + row * stride, NULL);
  png_read_end(png, NULL);
}

static cpng_status samples_of(source *from, uint8_t *samples, size_t samples_size) {
  png_infop info = NULL;
  png_structp png = start(from, &info);
  if (!png) return CPNG_NO_MEMORY;
  if (setjmp(png_jmpbuf(png))) return finish(png, info, from, CPNG_UNSOUND);
  read_header(png, info, from);
  read_rows(png, info, samples, samples_size);
  return finish(png, info, from, CPNG_DONE);
}

cpng_status cpng_read_shape(
    const uint8_t *file, size_t size, cpng_shape *shape, cpng_problem *problem) {
  source from = {file, size, 0, 0, problem};
  return shape_of(&from, shape);
}

cpng_status cpng_read_samples(
    const uint8_t *file, size_t size, uint8_t *samples, size_t samples_size,
    cpng_problem *problem) {
  source from = {file, size, 0, 0, problem};
  return samples_of(&from, samples, samples_size);
}
