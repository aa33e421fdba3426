#include "CPNG.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "problem.h"

typedef struct {
  uint8_t *file;
  size_t size, capacity;
  int full;
} sink;

static void append(png_structp png, png_bytep bytes, size_t count) {
  sink *to = png_get_io_ptr(png);
  if (count > to->capacity - to->size) {
    size_t capacity = 2 * to->capacity + count;
    uint8_t *larger = realloc(to->file, capacity);
    if (!larger) {
      to->full = 1;
      png_error(png, "no memory");
    }
    to->file = larger;
    to->capacity = capacity;
  }
  memcpy(to->file + to->size, bytes, count);
  to->size += count;
}

static void no_flush(png_structp png) { (void)png; }

static void write_all(
    png_structp png, png_infop info, cpng_shape shape, const uint8_t *samples,
    const cpng_chunk *chunks, size_t chunk_count) {
  static const int colour[] = {
    PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_set_IHDR(
      png, info, shape.width, shape.height, shape.bytes_per_sample * 8,
      colour[shape.channels - 1], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
      PNG_FILTER_TYPE_DEFAULT);
  // On smoothed pictures as small as zlib's usual 6, in a third of the time.
  png_set_compression_level(png, 4);
  png_write_info(png, info);
  for (size_t i = 0; i < chunk_count; i++)
    png_write_chunk(png, chunks[i].name, chunks[i].bytes, chunks[i].size);
  size_t stride = (size_t)shape.width * shape.channels * shape.bytes_per_sample;
  for (uint32_t row = 0; row < shape.height; row++) png_write_row(png, samples + row * stride);
  png_write_end(png, NULL);
}

// `to` belongs to the caller: what changes between setjmp and longjmp must not be a local here.
static cpng_status write_to(
    sink *to, cpng_shape shape, const uint8_t *samples, const cpng_chunk *chunks,
    size_t chunk_count, cpng_problem *problem) {
  png_structp png = png_create_write_struct(
      PNG_LIBPNG_VER_STRING, problem, cpng_note_error, cpng_ignore_warning);
  if (!png) return CPNG_NO_MEMORY;
  png_infop info = png_create_info_struct(png);
  if (!info || setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    return !info || to->full ? CPNG_NO_MEMORY : CPNG_UNSOUND;
  }
  png_set_write_fn(png, to, append, no_flush);
  write_all(png, info, shape, samples, chunks, chunk_count);
  png_destroy_write_struct(&png, &info);
  return CPNG_DONE;
}

cpng_status cpng_write(
    cpng_shape shape, const uint8_t *samples, const cpng_chunk *chunks, size_t chunk_count,
    uint8_t **file, size_t *size, cpng_problem *problem) {
  sink to = {NULL, 0, 0, 0};
  problem->bytes_read = 0;
  cpng_status status = write_to(&to, shape, samples, chunks, chunk_count, problem);
  if (status != CPNG_DONE) {
    free(to.file);
    return status;
  }
  *file = to.file;
  *size = to.size;
  return status;
}

void cpng_free(uint8_t *file) { free(file); }
