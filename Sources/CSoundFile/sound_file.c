#define _GNU_SOURCE
#include "CSoundFile.h"
#include <dlfcn.h>
#include <pthread.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// libsndfile's functions, by their own types.
static struct {
  __typeof__(sf_open_virtual) *open_virtual;
  __typeof__(sf_readf_double) *readf_double;
  __typeof__(sf_writef_double) *writef_double;
  __typeof__(sf_command) *command;
  __typeof__(sf_error) *error;
  __typeof__(sf_strerror) *strerror;
  __typeof__(sf_close) *close;
} library;
static const char *missing;

static void load(void) {
  void *handle = dlopen("libsndfile.so.1", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) {
    missing = dlerror();
    return;
  }
#define FIND(name)                                      \
  library.name = dlsym(handle, "sf_" #name);            \
  if (library.name == NULL) missing = "sf_" #name;
  FIND(open_virtual)
  FIND(readf_double)
  FIND(writef_double)
  FIND(command)
  FIND(error)
  FIND(strerror)
  FIND(close)
}

int csf_is_there(char *problem, size_t room) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  if (missing != NULL) snprintf(problem, room, "%s", missing);
  return missing == NULL;
}

/// The bytes at the start are kept, so that libsndfile may go back while it reads a header.
enum { KEPT = 1 << 16 };

struct csf_sound {
  SNDFILE *file;
  csf_read read;
  csf_write write;
  void *user;
  /// Where libsndfile stands, and how far the bytes have come.
  int64_t position, end;
  int is_open, has_failed;
  unsigned char kept[KEPT];
};

/// The length of what comes in order is not known; no file is as long.
static const sf_count_t unknown = (sf_count_t)1 << 46;

static sf_count_t length_of(void *user) {
  csf_sound *sound = user;
  return sound->write != NULL ? sound->end : unknown;
}

static sf_count_t seek(sf_count_t offset, int whence, void *user) {
  csf_sound *sound = user;
  sf_count_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? sound->position : length_of(user);
  if (offset < -from || offset > unknown - from) return -1;
  sound->position = from + offset;
  return sound->position;
}

static sf_count_t tell(void *user) { return ((csf_sound *)user)->position; }

/// Takes in more; up to KEPT bytes are kept.
static int64_t take(csf_sound *sound, void *bytes, int64_t count) {
  int64_t got = sound->read(sound->user, bytes, count);
  if (got < 0) {
    sound->has_failed = 1;
    return 0;
  }
  if (sound->end < KEPT) {
    int64_t room = KEPT - sound->end;
    memcpy(sound->kept + sound->end, bytes, (size_t)(got < room ? got : room));
  }
  sound->end += got;
  return got;
}

static sf_count_t read_bytes(void *to, sf_count_t count, void *user) {
  csf_sound *sound = user;
  unsigned char *bytes = to;
  sf_count_t done = 0;
  while (done < count && !sound->has_failed) {
    if (sound->position < sound->end) {
      if (sound->position >= KEPT) break;
      sf_count_t most = (sound->end < KEPT ? sound->end : KEPT) - sound->position;
      sf_count_t part = most < count - done ? most : count - done;
      memcpy(bytes + done, sound->kept + sound->position, (size_t)part);
      done += part;
      sound->position += part;
      continue;
    }
    if (sound->position > sound->end) {
      // What follows the samples is not looked for, or they would have to be kept.
      if (!sound->is_open && sound->position > KEPT) break;
      unsigned char dropped[4096];
      sf_count_t gap = sound->position - sound->end;
      if (take(sound, dropped, gap < 4096 ? gap : 4096) == 0) break;
      continue;
    }
    int64_t got = take(sound, bytes + done, count - done);
    if (got == 0) break;
    done += got;
    sound->position += got;
  }
  return done;
}

static sf_count_t write_bytes(const void *bytes, sf_count_t count, void *user) {
  csf_sound *sound = user;
  if (sound->has_failed || sound->write(sound->user, sound->position, bytes, count) != 0) {
    sound->has_failed = 1;
    return 0;
  }
  sound->position += count;
  if (sound->position > sound->end) sound->end = sound->position;
  return count;
}

static csf_sound *open_sound(csf_sound *sound, int mode, SF_INFO *info, char *problem, size_t room) {
  SF_VIRTUAL_IO io = {length_of, seek, read_bytes, write_bytes, tell};
  sound->file = library.open_virtual(&io, mode, info, sound);
  if (sound->file == NULL) {
    snprintf(problem, room, "%s", library.strerror(NULL));
    free(sound);
    return NULL;
  }
  sound->is_open = 1;
  return sound;
}

csf_sound *csf_open_reading(csf_read read, void *user, csf_shape *shape, char *problem, size_t room) {
  csf_sound *sound = calloc(1, sizeof *sound);
  if (sound == NULL || !csf_is_there(problem, room)) {
    free(sound);
    return NULL;
  }
  sound->read = read;
  sound->user = user;
  SF_INFO info = {0};
  sound = open_sound(sound, SFM_READ, &info, problem, room);
  if (sound != NULL) *shape = (csf_shape){info.frames, info.channels, info.samplerate};
  return sound;
}

csf_sound *csf_open_writing(csf_write write, void *user, csf_shape shape, int format, char *problem, size_t room) {
  csf_sound *sound = calloc(1, sizeof *sound);
  if (sound == NULL || !csf_is_there(problem, room)) {
    free(sound);
    return NULL;
  }
  sound->write = write;
  sound->user = user;
  SF_INFO info = {0};
  info.channels = shape.channels;
  info.samplerate = shape.rate;
  info.format = format == CSF_FLAC_24 ? SF_FORMAT_FLAC | SF_FORMAT_PCM_24 : SF_FORMAT_WAV | SF_FORMAT_FLOAT;
  sound = open_sound(sound, SFM_WRITE, &info, problem, room);
  // The chunk holds the time of day, and equal sounds are to be equal bytes.
  if (sound != NULL) library.command(sound->file, SFC_SET_ADD_PEAK_CHUNK, NULL, SF_FALSE);
  return sound;
}

int64_t csf_read_frames(csf_sound *sound, double *samples, int64_t frames) {
  int64_t got = library.readf_double(sound->file, samples, frames);
  return sound->has_failed || got < 0 ? -1 : got;
}

int64_t csf_write_frames(csf_sound *sound, const double *samples, int64_t frames) {
  return library.writef_double(sound->file, samples, frames);
}

void csf_problem(csf_sound *sound, char *problem, size_t room) {
  snprintf(problem, room, "%s", library.error(sound->file) != 0 ? library.strerror(sound->file) : "");
}

int csf_close(csf_sound *sound) {
  int status = library.close(sound->file);
  if (sound->has_failed) status = -1;
  free(sound);
  return status;
}
