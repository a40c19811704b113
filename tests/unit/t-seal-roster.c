/* t-seal-roster.c: every rule of the roster, kept and broken. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seal-vectors.h"
#include "seal/base64url.h"
#include "seal/roster.h"

static json_t *vectors;

const struct vector_file vector_files[] = {
	{ "roster.json", &vectors },
	{ NULL, NULL }
};

static enum status
append(struct roster *r, const char *text, enum roster_mode mode)
{
	return roster_append(r, text, strlen(text), mode);
}

/* The roster after the first n entries of the chain. */
static struct roster *
start(size_t n, enum roster_mode mode)
{
	json_t *chain = vector_get(vectors, "chain");
	struct roster *r = roster_new(arena);

	for (size_t i = 0; i < n; i++)
		assert_int_equal(append(r, vector_text(
		    json_array_get(chain, i), "text"), mode), OK);
	return r;
}

static size_t
after(json_t *v)
{
	return (size_t)json_integer_value(vector_get(v, "after"));
}

static void
assert_key(const unsigned char *key, json_t *v, const char *name)
{
	assert_bytes((struct bytes){ key, 32 }, HEX(arena, v, name), name);
}

static void
test_chain(void **state)
{
	struct roster *r = roster_new(arena);
	unsigned char inst[UUID_LEN];
	json_t *pins = vector_get(vectors, "pins"), *v;
	struct bytes leaf;
	size_t i;

	(void)state;
	assert_int_equal(roster_len(r), 0);
	assert_int_equal(uuid_parse(vector_text(vectors, "inst"), inst), OK);
	json_array_foreach(vector_get(vectors, "chain"), i, v) {
		assert_int_equal(append(r, vector_text(v, "text"),
		    ROSTER_VERIFY), OK);
		assert_key(roster_head(r), v, "head");
		assert_int_equal(tup_encode(arena, TUP_LEAF_ROSTER,
		    (const struct bytes[]){ { roster_inst(r), UUID_LEN },
		    tup_integer(arena, i), { roster_head(r), HASH_LEN } }, 3,
		    &leaf), OK);
		assert_bytes(leaf, HEX(arena, v, "leaf"), "leaf");
	}
	assert_int_equal(i, 5);
	assert_int_equal(roster_len(r), 5);
	assert_key(roster_root(r), pins, "root");
	assert_memory_equal(roster_inst(r), inst, UUID_LEN);
	assert_int_equal(roster_epoch(r), 1);
	assert_null(roster_ik_id(r, 0));
	assert_null(roster_ik_id(r, 2));
	assert_bytes((struct bytes){ roster_ik_id(r, 1), IK_ID_LEN },
	    vector_hex(arena, "ee54a6166cab7d59325c4fd9723c23ff"), "ikId");
}

/* The active members are exactly those of the case. */
static void
assert_active(const struct roster *r, json_t *want)
{
	const struct roster_member *m;
	unsigned char user[UUID_LEN];
	size_t i, n = 0;
	json_t *v;

	json_array_foreach(want, i, v) {
		assert_int_equal(uuid_parse(vector_text(v, "user"), user), OK);
		assert_non_null(m = roster_active(r, user));
		assert_string_equal(m->login, vector_text(v, "login"));
		assert_string_equal(roster_role_name(m->role),
		    vector_text(v, "role"));
		assert_key(m->sig_pub, v, "sigPub");
		assert_key(m->enc_pub, v, "encPub");
	}
	for (m = roster_members(r); m != NULL; m = m->next)
		n += m->active != 0;
	assert_int_equal(n, i);
}

static void
run_ok(enum roster_mode mode)
{
	struct roster *r;
	json_t *v, *entry;
	size_t i, j;

	json_array_foreach(vector_get(vectors, "ok"), i, v) {
		r = start(after(v), mode);
		json_array_foreach(vector_get(v, "entries"), j, entry)
			if (append(r, json_string_value(entry), mode) != OK)
				fail_msg("%s is refused",
				    vector_text(v, "name"));
		assert_key(roster_head(r), v, "head");
		assert_int_equal(roster_epoch(r), json_integer_value(
		    vector_get(v, "epoch")));
		assert_key(roster_root_pub(r), v, "rootPub");
		assert_key(roster_rec_pub(r), v, "recPub");
		assert_active(r, vector_get(v, "active"));
	}
	assert_int_equal(i, 27);
}

static void
test_ok(void **state)
{
	(void)state;
	run_ok(ROSTER_VERIFY);
}

static void
test_ok_stored(void **state)
{
	(void)state;
	run_ok(ROSTER_STORED);
}

/* A refused entry leaves no trace: what should come next is still taken. */
static void
assert_unchanged(json_t *v, struct roster *r)
{
	json_t *entries = vector_get(v, "entries");
	size_t n = after(v) + json_array_size(entries) - 1;
	struct roster *before = start(after(v), ROSTER_VERIFY);

	for (size_t i = 0; i + 1 < json_array_size(entries); i++)
		assert_int_equal(append(before, json_string_value(
		    json_array_get(entries, i)), ROSTER_VERIFY), OK);
	assert_int_equal(roster_len(r), n);
	assert_int_equal(roster_epoch(r), roster_epoch(before));
	if (n > 0)
		assert_memory_equal(roster_head(r), roster_head(before),
		    HASH_LEN);
	if (n == 5)
		assert_int_equal(append(r, json_string_value(json_array_get(
		    vector_get(json_array_get(vector_get(vectors, "ok"), 1),
		    "entries"), 0)), ROSTER_VERIFY), OK);
}

static void
test_must_fail(void **state)
{
	struct roster *r;
	json_t *v, *entry;
	size_t i, j, n;

	(void)state;
	json_array_foreach(vector_get(vectors, "must_fail"), i, v) {
		r = start(after(v), ROSTER_VERIFY);
		n = json_array_size(vector_get(v, "entries"));
		json_array_foreach(vector_get(v, "entries"), j, entry)
			if (append(r, json_string_value(entry),
			    ROSTER_VERIFY) != (j + 1 < n ? OK : INVALID))
				fail_msg("%s, entry %zu",
				    vector_text(v, "name"), j);
		assert_unchanged(v, r);
	}
	assert_int_equal(i, 123);
}

/* Without signatures everything but bad signatures is still refused. */
static void
test_must_fail_stored(void **state)
{
	size_t i, j, ntaken = 0;
	const char *reason;
	struct roster *r;
	enum status st;
	json_t *v, *entry;

	(void)state;
	json_array_foreach(vector_get(vectors, "must_fail"), i, v) {
		reason = vector_text(v, "reason");
		r = start(after(v), ROSTER_STORED);
		st = INVALID;
		json_array_foreach(vector_get(v, "entries"), j, entry)
			st = append(r, json_string_value(entry),
			    ROSTER_STORED);
		ntaken += st == OK;
		if (st == OK && strcmp(reason, "signature") != 0 &&
		    strcmp(reason, "consent") != 0)
			fail_msg("%s is accepted", vector_text(v, "name"));
	}
	assert_int_equal(ntaken, 11);
}

/*
 * A proposal may lack the second signature and nothing else: of what must fail
 * only entries with one signature too few are taken, and not where nobody but
 * the subject has signed.
 */
static void
test_proposed(void **state)
{
	size_t i, j, n, ntaken = 0;
	struct roster *r;
	json_t *v, *entry;
	const char *text;
	uint64_t len;

	(void)state;
	json_array_foreach(vector_get(vectors, "must_fail"), i, v) {
		r = start(after(v), ROSTER_VERIFY);
		n = json_array_size(vector_get(v, "entries"));
		json_array_foreach(vector_get(v, "entries"), j, entry) {
			text = json_string_value(entry);
			if (j + 1 < n) {
				assert_int_equal(append(r, text,
				    ROSTER_VERIFY), OK);
				continue;
			}
			len = roster_len(r);
			if (roster_propose(r, text, strlen(text)) == OK) {
				assert_string_equal(vector_text(v, "reason"),
				    "weight");
				ntaken++;
			}
			assert_int_equal(roster_len(r), len);
		}
	}
	assert_int_equal(ntaken, 8);
	json_array_foreach(vector_get(vectors, "ok"), i, v) {
		r = start(after(v), ROSTER_VERIFY);
		text = json_string_value(json_array_get(vector_get(v,
		    "entries"), 0));
		assert_int_equal(roster_propose(r, text, strlen(text)), OK);
	}
}

/* A chain against what was pinned: root, and the head at one position. */
static void
test_chain_must_fail(void **state)
{
	unsigned char head[HASH_LEN];
	json_t *v, *entry, *pin;
	struct roster *r;
	size_t i, j, seq;
	int good;

	(void)state;
	json_array_foreach(vector_get(vectors, "chain_must_fail"), i, v) {
		pin = vector_get(v, "pin");
		seq = (size_t)json_integer_value(vector_get(pin, "seq"));
		memset(head, 0, sizeof(head));
		good = 1;
		r = roster_new(arena);
		json_array_foreach(vector_get(v, "entries"), j, entry) {
			if (append(r, json_string_value(entry),
			    ROSTER_VERIFY) != OK) {
				good = 0;
				break;
			}
			if (j == seq)
				memcpy(head, roster_head(r), HASH_LEN);
		}
		good = good && memcmp(head, HEX(arena, pin, "head").at,
		    HASH_LEN) == 0 && memcmp(roster_root(r),
		    HEX(arena, v, "root").at, HASH_LEN) == 0;
		assert_int_equal(good, 0);
	}
	assert_int_equal(i, 6);
}

/* A member to be made up: every byte of his keys and id is one of these. */
struct made {
	const char	*login;
	int		 sig_pub;	/* 0: empty */
	int		 enc_pub;
	int		 id;
	int		 nsigners;	/* root, ana, boris, an extra one */
};

static struct bytes
repeat(int byte, size_t len)
{
	unsigned char *at = arena_alloc(arena, len);

	memset(at, byte, len);
	return (struct bytes){ at, byte == 0 ? 0 : len };
}

/*
 * Add an officer without signatures that hold, which is what STORED is for
 * here: cases for which the vectors have no keys.
 */
static enum status
append_made(struct roster *r, const struct made *made)
{
	static const char *const signers[] = {
		"00000000-0000-0000-0000-000000000000",
		"4a30f0e7-433a-4664-96c9-fb7e7ae586da",
		"caa4a470-6303-4188-a4ce-7159e9321f64",
		"f0f0f0f0-f0f0-f0f0-f0f0-f0f0f0f0f0f0",
	};
	const char *zeros = base64url_encode(arena, repeat(1, SIG_LEN).at,
	    SIG_LEN);
	char *text = arena_alloc(arena, ROSTER_ENTRY_MAX), id[UUID_TEXT + 1];
	struct bytes body, who = repeat(made->id, UUID_LEN);

	assert_int_equal(tup_encode(arena, TUP_ROSTER, (const struct bytes[]){
	    { roster_inst(r), UUID_LEN }, tup_integer(arena, roster_len(r)),
	    { roster_head(r), HASH_LEN }, tup_integer(arena, 2000000000),
	    tup_text("add"), tup_text("enrol"), who, tup_text(made->login),
	    tup_text("officer"), repeat(made->sig_pub, 32),
	    repeat(made->enc_pub, 32), tup_integer(arena, 0),
	    tup_text("") }, 13, &body), OK);
	sprintf(text, "{\"body\":\"%s\",\"sigs\":[",
	    base64url_encode(arena, body.at, body.len));
	for (int i = 0; i < made->nsigners; i++)
		sprintf(text + strlen(text), "{\"by\":\"%s\",\"sig\":\"%s\"},",
		    signers[i], zeros);
	uuid_format(who.at, id);
	sprintf(text + strlen(text), "{\"by\":\"%s\",\"sig\":\"%s\"}]}", id,
	    zeros);
	return append(r, text, ROSTER_STORED);
}

static void
test_made_up(void **state)
{
	struct roster *r = start(5, ROSTER_VERIFY);
	struct made made = { "made", 5, 6, 0xf0, 2 };

	(void)state;
	made.sig_pub = 0;
	assert_int_equal(append_made(r, &made), INVALID);
	made.sig_pub = 5;
	made.enc_pub = 0;
	assert_int_equal(append_made(r, &made), INVALID);
	made.enc_pub = made.sig_pub;
	assert_int_equal(append_made(r, &made), INVALID);
	made.enc_pub = 6;
	assert_int_equal(append_made(r, &made), OK);
	made = (struct made){ "other", 7, 8, 0xf1, 4 };
	assert_int_equal(append_made(r, &made), INVALID);
	made.nsigners = 3;
	assert_int_equal(append_made(r, &made), OK);
}

static void
test_limits(void **state)
{
	struct roster *r = roster_new(arena);
	char *text = arena_alloc(arena, ROSTER_ENTRY_MAX + 1);

	(void)state;
	memset(text, 'A', ROSTER_ENTRY_MAX + 1);
	assert_int_equal(roster_append(r, text, ROSTER_ENTRY_MAX + 1,
	    ROSTER_VERIFY), INVALID);
	assert_int_equal(roster_append(r, "", 0, ROSTER_VERIFY), INVALID);
	assert_int_equal(roster_append(r, "{}", 2, ROSTER_STORED), INVALID);
	assert_int_equal(roster_len(r), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_ok),
		cmocka_unit_test(test_ok_stored),
		cmocka_unit_test(test_must_fail),
		cmocka_unit_test(test_must_fail_stored),
		cmocka_unit_test(test_proposed),
		cmocka_unit_test(test_chain_must_fail),
		cmocka_unit_test(test_made_up),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests_name("seal roster", tests,
	    vectors_setup, vectors_teardown);
}
