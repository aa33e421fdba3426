#include "CTOML.h"
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 1
#define TOML_ENABLE_FORMATTERS 0
#define TOML_MAX_NESTED_VALUES 32
#include <cmath>
#include <cstring>
#include <iterator>
#include <new>
#include <toml++/toml.h>

struct ctoml_document {
  toml::table table;
};

namespace {

const toml::node &node(const ctoml_value *value) {
  return *reinterpret_cast<const toml::node *>(value);
}

const ctoml_value *value(const toml::node &node) {
  return reinterpret_cast<const ctoml_value *>(&node);
}

}  // namespace

extern "C" {

ctoml_document *ctoml_read(const char *text, size_t count, ctoml_problem *problem) {
  const char *words;
  try {
    return new ctoml_document{toml::parse(std::string_view(text, count))};
  } catch (const toml::parse_error &error) {
    problem->line = error.source().begin.line;
    problem->column = error.source().begin.column;
    words = error.description().data();
    snprintf(problem->text, sizeof problem->text, "%s", words);
  } catch (const std::exception &error) {
    problem->line = problem->column = 0;
    snprintf(problem->text, sizeof problem->text, "%s", error.what());
  }
  return nullptr;
}

void ctoml_free(ctoml_document *document) { delete document; }

const ctoml_value *ctoml_root(const ctoml_document *document) { return value(document->table); }

int ctoml_kind(const ctoml_value *value) {
  switch (node(value).type()) {
    case toml::node_type::string: return CTOML_TEXT;
    case toml::node_type::integer: return CTOML_INTEGER;
    case toml::node_type::floating_point: return CTOML_REAL;
    case toml::node_type::array: return CTOML_ARRAY;
    case toml::node_type::table: return CTOML_TABLE;
    default: return CTOML_OTHER;
  }
}

size_t ctoml_count(const ctoml_value *value) {
  if (auto table = node(value).as_table()) return table->size();
  if (auto array = node(value).as_array()) return array->size();
  return 0;
}

const char *ctoml_key(const ctoml_value *table, size_t index, size_t *count) {
  auto entry = std::next(node(table).as_table()->cbegin(), ptrdiff_t(index));
  std::string_view key = entry->first.str();
  *count = key.size();
  return key.data();
}

const ctoml_value *ctoml_entry(const ctoml_value *parent, size_t index) {
  if (auto array = node(parent).as_array()) return value((*array)[index]);
  auto entry = std::next(node(parent).as_table()->cbegin(), ptrdiff_t(index));
  return value(entry->second);
}

const char *ctoml_text(const ctoml_value *value, size_t *count) {
  const std::string &text = node(value).as_string()->get();
  *count = text.size();
  return text.data();
}

double ctoml_number(const ctoml_value *value) {
  if (auto integer = node(value).as_integer()) return double(integer->get());
  if (auto real = node(value).as_floating_point()) return real->get();
  return NAN;
}

}  // extern "C"
