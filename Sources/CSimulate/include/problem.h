#pragma once
// What simulate_message() and simulate_place() say, for each thread its own.
#include <stddef.h>

/// Keeps a message of `count` bytes, cut where it is longer than what is kept, and its place.
void csimulate_keep(const char *text, size_t count, size_t line, size_t column);
