#pragma once
// Temporary files that a signal removes. In C, since a signal handler may call next to nothing.

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Makes SIGINT and SIGTERM remove the registered files and end the program with status 130 and
/// 143, SIGHUP, SIGQUIT and SIGPIPE remove them and act as always, and SIGXFSZ do nothing, so that
/// write fails with EFBIG. A signal that is ignored already stays ignored. Calling it again does
/// nothing.
void ctf_handle_signals(void);

/// Registers a path; returns its slot, or -1 where none is free or the path is too long.
int ctf_register(const char *path);

/// Forgets a path that is no more to be removed.
void ctf_forget(int slot);

/// Watches the pages of a mapped file: where they are gone because another process has cut the file
/// short, its name and the line of its end are written to standard error, registered paths removed,
/// and the program ends with status 74. Returns a slot, or -1 where none is free.
int ctf_watch(const void *start, size_t count, int descriptor, const char *name);

/// Ends watching, before the pages are given back.
void ctf_unwatch(int slot);

/// Exchanges the names of two files in one step; -1 with errno where the system can't.
int ctf_exchange(const char *first, const char *second);

#ifdef __cplusplus
}
#endif
