#pragma once
// libsndfile, loaded when the first sound is opened: programs that read text alone start without it.
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct csf_sound csf_sound;

/// What a sound is: frames of one sample for each channel, and how many of them make a second.
typedef struct {
  int64_t frames;
  int32_t channels;
  int32_t rate;
} csf_shape;

/// Reads at most so many bytes, 0 at the end, -1 where that fails.
typedef int64_t (*csf_read)(void *user, void *bytes, int64_t count);
/// Writes bytes at a place; returns 0, or -1 where that fails.
typedef int (*csf_write)(void *user, int64_t place, const void *bytes, int64_t count);

/// Opens a sound that comes in order; NULL with the reason in `problem`, of which it takes `room` bytes.
csf_sound *csf_open_reading(csf_read read, void *user, csf_shape *shape, char *problem, size_t room);

/// The formats that are written.
enum { CSF_WAV_FLOAT = 0, CSF_FLAC_24 = 1 };

/// Opens a sound for writing.
csf_sound *csf_open_writing(csf_write write, void *user, csf_shape shape, int format, char *problem, size_t room);

/// Whether libsndfile is there; if not, the reason.
int csf_is_there(char *problem, size_t room);


/// Reads frames as doubles, full scale 1; returns how many.
int64_t csf_read_frames(csf_sound *sound, double *samples, int64_t frames);

/// Writes frames; returns how many.
int64_t csf_write_frames(csf_sound *sound, const double *samples, int64_t frames);

/// What was wrong last, or an empty text.
void csf_problem(csf_sound *sound, char *problem, size_t room);

/// Closes it: a header is written again. Returns 0 where that went well.
int csf_close(csf_sound *sound);

#ifdef __cplusplus
}
#endif
