/* seal-vectors.c: read the golden vectors of ENCRYPTION.md in a test. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seal-vectors.h"

struct arena *arena;

int
vectors_setup(void **state)
{
	(void)state;
	arena = arena_new();
	for (const struct vector_file *f = vector_files; f->name != NULL; f++)
		*f->json = vectors_load(f->name);
	return 0;
}

int
vectors_teardown(void **state)
{
	(void)state;
	for (const struct vector_file *f = vector_files; f->name != NULL; f++)
		json_decref(*f->json);
	arena_free(arena);
	return 0;
}

json_t *
vectors_load(const char *file)
{
	const char *folder = getenv("PALREG_VECTORS");
	char path[4096];
	json_error_t error;
	json_t *json;

	snprintf(path, sizeof(path), "%s/%s",
	    folder == NULL ? "tests/vectors" : folder, file);
	json = json_load_file(path, 0, &error);
	if (json == NULL)
		fail_msg("cannot read %s: %s", path, error.text);
	return json;
}

json_t *
vector_get(json_t *json, const char *key)
{
	json_t *member = json_object_get(json, key);

	if (member == NULL)
		fail_msg("no member %s", key);
	return member;
}

const char *
vector_text(json_t *json, const char *key)
{
	const char *text = json_string_value(vector_get(json, key));

	if (text == NULL)
		fail_msg("member %s is no text", key);
	return text;
}

const char *
vector_string(json_t *json, size_t *len)
{
	assert_true(json_is_string(json));
	*len = json_string_length(json);
	return json_string_value(json);
}

struct bytes
vector_hex(struct arena *into, const char *hex)
{
	unsigned char *bytes = arena_alloc(into, strlen(hex) / 2 + 1);
	unsigned value;

	assert_int_equal(strlen(hex) % 2, 0);
	for (size_t i = 0; i < strlen(hex) / 2; i++) {
		assert_int_equal(sscanf(hex + 2 * i, "%2x", &value), 1);
		bytes[i] = (unsigned char)value;
	}
	return (struct bytes){ bytes, strlen(hex) / 2 };
}

bool
is_one_of(const char *word, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

void
assert_bytes(struct bytes got, struct bytes want, const char *name)
{
	if (got.len != want.len || memcmp(got.at, want.at, got.len) != 0)
		fail_msg("%s: other bytes than in the vector", name);
}
