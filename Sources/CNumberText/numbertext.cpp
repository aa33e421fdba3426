#include "CNumberText.h"
#include <fast_float/fast_float.h>
#define FMT_HEADER_ONLY
#include <fmt/format.h>
int cnumbertext_version(void) { return FMT_VERSION; }
