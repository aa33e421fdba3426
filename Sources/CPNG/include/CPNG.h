#pragma once
// Whole PNG pictures between memory and memory. libpng reports errors by longjmp, which must not
// cross Swift frames: every call here returns normally, with a status and a message.
#include <stddef.h>
#include <stdint.h>

/// What a picture's samples look like once palettes and shallow greys are expanded.
typedef struct {
  uint32_t width, height;
  /// 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.
  int channels;
  /// 1, or 2 with the high byte first.
  int bytes_per_sample;
} cpng_shape;

typedef enum { CPNG_DONE = 0, CPNG_ENDS_EARLY, CPNG_UNSOUND, CPNG_NO_MEMORY } cpng_status;

/// Why a call did not succeed: libpng's own words, and how many bytes had been read by then.
typedef struct {
  char message[160];
  size_t bytes_read;
} cpng_problem;

/// Reads the header alone; allocates nothing that grows with the picture.
cpng_status cpng_read_shape(
    const uint8_t *file, size_t size, cpng_shape *shape, cpng_problem *problem);

/// Reads all rows to `samples`, which holds `samples_size` bytes: exactly
/// width * height * channels * bytes_per_sample of the shape read before.
cpng_status cpng_read_samples(
    const uint8_t *file, size_t size, uint8_t *samples, size_t samples_size,
    cpng_problem *problem);

/// A chunk that is carried over unread: its four letters and its bytes.
typedef struct {
  uint8_t name[4];
  const uint8_t *bytes;
  size_t size;
} cpng_chunk;

/// Writes a picture to newly allocated memory, to be given back by `cpng_free`.
/// `chunks` go between the header and the rows.
cpng_status cpng_write(
    cpng_shape shape, const uint8_t *samples, const cpng_chunk *chunks, size_t chunk_count,
    uint8_t **file, size_t *size, cpng_problem *problem);

void cpng_free(uint8_t *file);
