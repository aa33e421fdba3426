#pragma once
// The process's heap, where arrays of many megabytes come and go.
#include <stddef.h>

/// Makes the heap ready for arrays of `bytes` in all: kept when they are freed, and in large pages
/// where the system gives them to those who ask. Nothing of it is taken before it is written to.
///
/// A page fault for every 4 KiB, of arrays that are written once and freed, is a tenth of a run that
/// reads a large table.
void chp_prepare(size_t bytes);
