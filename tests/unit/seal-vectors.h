/* seal-vectors.h: read the golden vectors of ENCRYPTION.md in a test. */
#ifndef SEAL_VECTORS_H
#define SEAL_VECTORS_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/arena.h"
#include "seal/tup.h"

/* Bytes that came from hexadecimal digits, or from base64url. */
#define HEX(arena, json, key)	vector_hex((arena), vector_text((json), (key)))

/* The whole file, from $PALREG_VECTORS, tests/vectors by default. */
json_t *vectors_load(const char *file);

/* The member, which must be there; a text must be one. */
json_t *vector_get(json_t *json, const char *key);
const char *vector_text(json_t *json, const char *key);
struct bytes vector_hex(struct arena *into, const char *hex);

/* The text of a case, and its length even where it holds odd characters. */
const char *vector_string(json_t *json, size_t *len);

/* The list ends with NULL. */
bool is_one_of(const char *word, const char *const *list);

/* A file of vectors, and where its contents are kept during the tests. */
struct vector_file {
	const char	 *name;
	json_t		**json;
};

/* Lives from vectors_setup() to vectors_teardown(). */
extern struct arena *arena;

/* Files of the program under test, up to one without a name. */
extern const struct vector_file vector_files[];

/* Before the first test of a program and after its last, for cmocka. */
int vectors_setup(void **state);
int vectors_teardown(void **state);

/* Fail with the name of the case unless both are the same bytes. */
void assert_bytes(struct bytes got, struct bytes want, const char *name);

#endif
