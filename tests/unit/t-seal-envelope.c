/* t-seal-envelope.c: what the server checks of a record envelope. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seal-vectors.h"
#include "seal/base64url.h"
#include "seal/envelope.h"

static json_t *vectors;

const struct vector_file vector_files[] = {
	{ "envelope.json", &vectors },
	{ NULL, NULL }
};

/* The text that stands in revisions, or in rewrap, under this name. */
static const char *
find_revision(const char *name)
{
	json_t *v;
	size_t i;

	if (strcmp(name, "rewrap") == 0)
		return vector_text(vector_get(vectors, "rewrap"), "text");
	json_array_foreach(vector_get(vectors, "revisions"), i, v)
		if (strcmp(vector_text(v, "name"), name) == 0)
			return vector_text(v, "text");
	fail_msg("no revision %s", name);
	return NULL;
}

/* The one case with "make". */
static const char *
make_too_long(void)
{
	const char *rev1 = find_revision("rev1");
	char *text = arena_alloc(arena, ENVELOPE_MAX + 2);

	memset(text, ' ', ENVELOPE_MAX + 1);
	memcpy(text, rev1, strlen(rev1));
	return text;
}

static const char *
case_text(json_t *v)
{
	if (json_object_get(v, "make") != NULL)
		return make_too_long();
	if (json_object_get(v, "revision") != NULL)
		return find_revision(vector_text(v, "revision"));
	return vector_text(v, "text");
}

static enum status
read_text(const char *text, struct envelope *out)
{
	return envelope_read(arena, text, strlen(text), out);
}

/* The key by which the vectors' server checks this author, or NULL. */
static const unsigned char *
find_key(const char *by)
{
	json_t *keys = vector_get(vector_get(vectors, "server"), "sigPubOf");

	if (json_object_get(keys, by) == NULL)
		return NULL;
	return HEX(arena, keys, by).at;
}

static enum status
verify(const struct envelope *e)
{
	const unsigned char *key = find_key(e->by);

	return key == NULL ? INVALID : envelope_verify(arena, e, key);
}

static void
test_revisions(void **state)
{
	struct envelope e;
	struct bytes leaf;
	json_t *v;
	size_t i;

	(void)state;
	json_array_foreach(vector_get(vectors, "revisions"), i, v) {
		assert_int_equal(read_text(vector_text(v, "text"), &e), OK);
		assert_bytes(e.doc_aad, HEX(arena, v, "docAAD"), "docAAD");
		assert_bytes((struct bytes){ e.doc_hash, HASH_LEN },
		    HEX(arena, v, "docHash"), "docHash");
		assert_bytes(e.n, HEX(arena, v, "n"), "n");
		assert_bytes(e.wn, HEX(arena, v, "wn"), "wn");
		assert_int_equal(e.c.len, json_integer_value(
		    vector_get(v, "paddedLength")) + 16);
		assert_int_equal(verify(&e), OK);
		assert_int_equal(tup_encode(arena, TUP_LEAF_DOC,
		    (const struct bytes[]){ { e.inst_id, UUID_LEN },
		    { e.rec_id, UUID_LEN }, tup_integer(arena, e.rev),
		    { e.doc_hash, HASH_LEN } }, 4, &leaf), OK);
		assert_bytes(leaf, HEX(arena, v, "leaf"), "leaf");
	}
	assert_int_equal(i, 6);
}

/* rev 2 and 3 follow by prev; what left one out does not. */
static void
test_chain(void **state)
{
	struct envelope before, e;
	json_t *v;
	size_t i;

	(void)state;
	json_array_foreach(vector_get(vectors, "chain_ok"), i, v) {
		assert_int_equal(read_text(find_revision(
		    json_string_value(v)), &e), OK);
		assert_int_equal(e.rev, i + 1);
		if (i > 0)
			assert_memory_equal(e.prev.at, before.doc_hash,
			    HASH_LEN);
		before = e;
	}
	assert_int_equal(i, 3);
	assert_int_equal(read_text(find_revision("rev1"), &before), OK);
	assert_memory_not_equal(e.prev.at, before.doc_hash, HASH_LEN);
}

/*
 * Of the cases that a client must refuse the server sees a part: what is wrong
 * in the form, and what is wrong in the signature.  The rest it must take.
 */
static void
test_must_fail(void **state)
{
	static const char *const form[] = {
		"canonical", "members", "integer", "base64url", "size",
		"constant", "uuid4", "prev", NULL
	};
	size_t i, nform = 0, nsignature = 0, nothers = 0;
	const char *name, *reason;
	struct envelope e;
	enum status st;
	json_t *v;

	(void)state;
	json_array_foreach(vector_get(vectors, "must_fail"), i, v) {
		name = vector_text(v, "name");
		reason = vector_text(v, "reason");
		st = read_text(case_text(v), &e);
		if (is_one_of(reason, form) &&
		    strncmp(name, "plaintext", 9) != 0) {
			nform++;
			if (st != INVALID)
				fail_msg("%s is accepted", name);
			continue;
		}
		if (st != OK)
			fail_msg("%s is refused", name);
		st = verify(&e);
		if (strcmp(reason, "signature") == 0) {
			nsignature++;
			if (st != INVALID)
				fail_msg("%s is accepted", name);
		} else {
			nothers++;
			if (st != OK)
				fail_msg("%s is refused", name);
		}
	}
	assert_int_equal(i, 59);
	assert_int_equal(nform, 26);
	assert_int_equal(nsignature, 7);
	assert_int_equal(nothers, 26);
}

static void
test_open_ok(void **state)
{
	struct envelope e;
	json_t *v;
	size_t i;

	(void)state;
	json_array_foreach(vector_get(vectors, "open_ok"), i, v)
		assert_int_equal(read_text(case_text(v), &e), OK);
	assert_int_equal(i, 10);
}

/* The text with byte at of the field's bytes changed. */
static const char *
flip(const char *text, const char *field, size_t at, size_t len)
{
	unsigned char *bytes = arena_alloc(arena, len);
	char quoted[16], *copy, *value;
	const char *fresh;

	copy = arena_alloc(arena, strlen(text) + 1);
	memcpy(copy, text, strlen(text));
	snprintf(quoted, sizeof(quoted), "\"%s\":\"", field);
	value = strstr(copy, quoted) + strlen(quoted);
	assert_int_equal(base64url_decode_exact(value,
	    strcspn(value, "\""), bytes, len), OK);
	bytes[at] ^= 1;
	fresh = base64url_encode(arena, bytes, len);
	memcpy(value, fresh, strlen(fresh));
	return copy;
}

static void
test_flip_every_byte(void **state)
{
	json_t *flips = vector_get(vectors, "flip_every_byte"), *len;
	const char *text = find_revision(vector_text(flips, "of")), *field;
	struct envelope e, good;
	size_t total = 0;
	int is_wrap;

	(void)state;
	assert_int_equal(read_text(text, &good), OK);
	json_object_foreach(vector_get(flips, "fields"), field, len) {
		is_wrap = field[0] == 'w';
		for (size_t i = 0; i < (size_t)json_integer_value(len); i++) {
			const char *bad = flip(text, field, i,
			    (size_t)json_integer_value(len));

			total++;
			if ((read_text(bad, &e) == OK && verify(&e) == OK) !=
			    is_wrap)
				fail_msg("byte %zu of %s", i, field);
			if (is_wrap)
				assert_memory_equal(e.doc_hash, good.doc_hash,
				    HASH_LEN);
		}
	}
	assert_int_equal(total, json_integer_value(
	    vector_get(flips, "total")));
}

static enum status
status_of(json_t *v)
{
	switch (json_integer_value(vector_get(v, "status"))) {
	case 200:
	case 201:
		return OK;
	case 403:
		return DENIED;
	case 409:
		return CONFLICT;
	case 422:
		return INVALID;
	}
	return FAILED;
}

/* The server's own cases, as a handler would use the module. */
static void
run_server_cases(json_t *list, size_t n)
{
	unsigned char inst[UUID_LEN], user[UUID_LEN];
	struct envelope_place place;
	struct envelope e;
	enum status st;
	json_t *v, *last;
	size_t i;

	assert_int_equal(uuid_parse(vector_text(vectors, "inst"), inst), OK);
	json_array_foreach(list, i, v) {
		last = vector_get(v, "last");
		assert_int_equal(uuid_parse(vector_text(v, "user"), user), OK);
		place = (struct envelope_place){
			.inst = inst,
			.user = user,
			.sig_pub = find_key(vector_text(v, "user")),
			.epoch = (uint64_t)json_integer_value(
			    vector_get(v, "epoch")),
			.now = (uint64_t)json_integer_value(
			    vector_get(v, "now")),
		};
		if (!json_is_null(last)) {
			place.last_t = vector_text(last, "t");
			place.last_hash = HEX(arena, last, "hash").at;
			place.last_rev = (uint64_t)json_integer_value(
			    vector_get(last, "rev"));
		}
		st = read_text(case_text(v), &e);
		if (st == OK)
			st = envelope_accept(arena, &e, &place);
		if (st != status_of(v))
			fail_msg("%s: %d", vector_text(v, "name"), st);
	}
	assert_int_equal(i, n);
}

static void
test_server(void **state)
{
	json_t *server = vector_get(vectors, "server");

	(void)state;
	run_server_cases(vector_get(server, "accept"), 4);
	run_server_cases(vector_get(server, "refuse"), 13);
}

static void
test_rewrap(void **state)
{
	json_t *list = vector_get(vector_get(vectors, "server"), "rewrap");
	struct envelope stored, fresh;
	enum status st;
	int changed;
	json_t *v;
	size_t i;

	(void)state;
	json_array_foreach(list, i, v) {
		changed = 0;
		assert_int_equal(read_text(find_revision(
		    vector_text(v, "storedRevision")), &stored), OK);
		st = read_text(case_text(v), &fresh);
		if (st == OK)
			st = envelope_rewrap(&stored, &fresh,
			    (uint64_t)json_integer_value(
			    vector_get(v, "epoch")), &changed);
		if (st != status_of(v) ||
		    changed != json_is_true(vector_get(v, "changed")))
			fail_msg("%s: %d", vector_text(v, "name"), st);
	}
	assert_int_equal(i, 7);
}

/* rev 1 with a ciphertext of len bytes. */
static const char *
resize(size_t len)
{
	const char *rev1 = find_revision("rev1");
	const char *c = strstr(rev1, "\"c\":\"") + 5;
	const char *fresh = base64url_encode(arena, arena_alloc(arena, len),
	    len);
	char *text = arena_alloc(arena, strlen(rev1) + strlen(fresh) + 1);

	memcpy(text, rev1, (size_t)(c - rev1));
	strcat(text, fresh);
	return strcat(text, c + strcspn(c, "\""));
}

static void
test_sizes(void **state)
{
	struct envelope e;

	(void)state;
	assert_int_equal(read_text(resize(1040), &e), OK);
	assert_int_equal(read_text(resize(1552), &e), OK);
	assert_int_equal(read_text(resize(65552), &e), OK);
	assert_int_equal(read_text(resize(1039), &e), INVALID);
	assert_int_equal(read_text(resize(1041), &e), INVALID);
	assert_int_equal(read_text(resize(1296), &e), INVALID);
	assert_int_equal(read_text(resize(66064), &e), INVALID);
	assert_int_equal(read_text(resize(0), &e), INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_revisions),
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_must_fail),
		cmocka_unit_test(test_open_ok),
		cmocka_unit_test(test_flip_every_byte),
		cmocka_unit_test(test_server),
		cmocka_unit_test(test_rewrap),
		cmocka_unit_test(test_sizes),
	};

	return cmocka_run_group_tests_name("seal envelope", tests,
	    vectors_setup, vectors_teardown);
}
