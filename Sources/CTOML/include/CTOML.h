#pragma once
// Documents in TOML, read by toml++ into values that C can look at.
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a value is; dates, times and booleans are `CTOML_OTHER`.
enum { CTOML_TEXT = 0, CTOML_INTEGER = 1, CTOML_REAL = 2, CTOML_ARRAY = 3, CTOML_TABLE = 4,
       CTOML_OTHER = 5 };

/// A document; its values live as long as it does.
typedef struct ctoml_document ctoml_document;
/// A value in a document.
typedef struct ctoml_value ctoml_value;

/// Where a document is wrong, and why: a text that ends in NUL.
typedef struct {
  uint32_t line, column;
  char text[256];
} ctoml_problem;

/// Reads a document in UTF-8; null, with the problem, where it is none.
ctoml_document *ctoml_read(const char *text, size_t count, ctoml_problem *problem);
/// Frees a document.
void ctoml_free(ctoml_document *document);

/// The number of the document's own keys.
size_t ctoml_key_count(const ctoml_document *document);
/// A key, in the order of the keys; not ended by NUL.
const char *ctoml_key(const ctoml_document *document, size_t index, size_t *count);
/// A key's value.
const ctoml_value *ctoml_key_value(const ctoml_document *document, size_t index);
/// What the value is.
int ctoml_kind(const ctoml_value *value);
/// The number of entries of an array; 0 for anything else.
size_t ctoml_count(const ctoml_value *value);
/// An entry of an array.
const ctoml_value *ctoml_entry(const ctoml_value *array, size_t index);
/// A text's bytes; not ended by NUL.
const char *ctoml_text(const ctoml_value *value, size_t *count);
/// An integer or a real number as a double; NaN for anything else.
double ctoml_number(const ctoml_value *value);

#ifdef __cplusplus
}
#endif
