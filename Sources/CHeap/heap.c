#define _DEFAULT_SOURCE
#include "CHeap.h"
#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
void chp_prepare(size_t bytes) {
  // No array from mappings of its own, which would go with it; and the end is not given back.
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  uintptr_t start = (uintptr_t)sbrk(0);
  // Volatile, or the compiler leaves both calls out.
  void *volatile room = malloc(bytes);
  free(room);
  uintptr_t end = (uintptr_t)sbrk(0);
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  start = (start + page - 1) / page * page;
  // Where the heap did not grow the system has refused, and gives mappings instead.
  if (start < end) madvise((void *)start, end - start, MADV_HUGEPAGE);
}
#else
void chp_prepare(size_t bytes) { (void)bytes; }
#endif
