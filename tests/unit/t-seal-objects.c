/* t-seal-objects.c: bundles, grants, recovery sets and enrolment proofs. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seal-vectors.h"
#include "seal/login.h"
#include "seal/objects.h"

static json_t *account, *enrol, *grants, *recovery;

const struct vector_file vector_files[] = {
	{ "account.json", &account },
	{ "enrol-session.json", &enrol },
	{ "grant.json", &grants },
	{ "recovery.json", &recovery },
	{ NULL, NULL }
};

static enum status
read_bundle(const char *text, struct bundle *out)
{
	return bundle_read(arena, text, strlen(text), out);
}

static void
test_bundles(void **state)
{
	struct bundle b;
	json_t *v;
	size_t i;

	(void)state;
	json_array_foreach(vector_get(account, "bundles"), i, v) {
		assert_int_equal(read_bundle(vector_text(v, "text"), &b), OK);
		assert_string_equal(b.inst, vector_text(account, "inst"));
		assert_string_equal(b.user, vector_text(account, "user"));
		assert_int_equal(b.nmethods, i + 1);
		assert_string_equal(b.methods[0].m, "pwkf");
		assert_string_equal(b.methods[0].id, "0");
		assert_bytes(b.methods[0].commit,
		    HEX(arena, account, "unlockCommit"), "commit");
	}
	assert_int_equal(i, 2);
	assert_string_equal(b.methods[1].m, "prf");
	assert_string_equal(b.methods[1].id,
	    vector_text(vector_get(account, "prf"), "id"));
}

/* What is wrong in the form; all else only an opener can see. */
static void
test_bundles_must_fail(void **state)
{
	static const char *const form[] = {
		"constant", "members", "list", "methods", "size", "canonical",
		NULL
	};
	size_t i, nform = 0;
	struct bundle b;
	enum status want;
	json_t *v;

	(void)state;
	json_array_foreach(vector_get(account, "bundle_must_fail"), i, v) {
		want = is_one_of(vector_text(v, "reason"), form) ?
		    INVALID : OK;
		nform += want == INVALID;
		if (read_bundle(vector_text(v, "text"), &b) != want)
			fail_msg("%s", vector_text(v, "name"));
	}
	assert_int_equal(i, 30);
	assert_int_equal(nform, 11);
}

/* The first n entries of a roster of the grants' file. */
static struct roster *
make_roster(const char *name)
{
	json_t *list = vector_get(vector_get(grants, "rosters"), name), *v;
	struct roster *r = roster_new(arena);
	const char *text;
	size_t i;

	json_array_foreach(list, i, v) {
		text = json_string_value(v);
		assert_int_equal(roster_append(r, text, strlen(text),
		    ROSTER_VERIFY), OK);
	}
	return r;
}

static void
assert_id(const unsigned char *id, json_t *v, const char *key)
{
	char text[UUID_TEXT + 1];

	uuid_format(id, text);
	assert_string_equal(text, vector_text(v, key));
}

static void
test_grants(void **state)
{
	json_t *v, *fields;
	struct grant g;
	const char *text;
	size_t i;

	(void)state;
	json_array_foreach(vector_get(grants, "ok"), i, v) {
		text = vector_text(v, "text");
		fields = vector_get(v, "fields");
		assert_int_equal(grant_read(arena, text, strlen(text), &g),
		    OK);
		assert_id(g.inst_id, fields, "inst");
		assert_id(g.sender, fields, "sender");
		assert_id(g.recipient, fields, "recipient");
		assert_int_equal(g.e, json_integer_value(
		    vector_get(fields, "e")));
		assert_int_equal(g.roster_seq, json_integer_value(
		    vector_get(fields, "rosterSeq")));
		assert_bytes((struct bytes){ g.ik_id, IK_ID_LEN },
		    HEX(arena, fields, "ikId"), "ikId");
		assert_bytes((struct bytes){ g.sender_print, FINGERPRINT_LEN },
		    HEX(arena, fields, "FPsender"), "FPsender");
		assert_bytes((struct bytes){ g.recipient_print,
		    FINGERPRINT_LEN }, HEX(arena, fields, "FPrecipient"),
		    "FPrecipient");
		assert_bytes(g.info, HEX(arena, v, "info"), "info");
		assert_bytes(g.enc, HEX(arena, v, "enc"), "enc");
		assert_bytes(g.ct, HEX(arena, v, "ct"), "ct");
		assert_int_equal(grant_check(arena, &g,
		    make_roster(vector_text(v, "roster"))), OK);
	}
	assert_int_equal(i, 6);
}

/*
 * The server sees what is wrong in the form and against the tip.  It cannot
 * open a grant and has no recipient of its own in mind.
 */
static void
test_grants_must_fail(void **state)
{
	static const char *const form[] = {
		"trailing", "constant", "size", "members", NULL
	};
	static const char *const unseen[] = {
		"for boris, shown to cyril",
		"right info and signature, another IK inside",
		"enc of small order, signed",
		"ct sealed with another info, signed",
		NULL
	};
	size_t i, nform = 0, ntip = 0, nunseen = 0;
	const char *name, *text;
	struct grant g;
	enum status st;
	json_t *v;

	(void)state;
	json_array_foreach(vector_get(grants, "must_fail"), i, v) {
		name = vector_text(v, "name");
		text = vector_text(v, "text");
		st = grant_read(arena, text, strlen(text), &g);
		if (is_one_of(vector_text(v, "reason"), form)) {
			nform++;
			if (st != INVALID)
				fail_msg("%s is accepted", name);
			continue;
		}
		if (st != OK)
			fail_msg("%s is refused", name);
		st = grant_check(arena, &g,
		    make_roster(vector_text(v, "roster")));
		nunseen += is_one_of(name, unseen) != 0;
		ntip += st == INVALID;
		if (st != (is_one_of(name, unseen) ? OK : INVALID))
			fail_msg("%s: %d", name, st);
	}
	assert_int_equal(i, 27);
	assert_int_equal(nform, 4);
	assert_int_equal(nunseen, 4);
	assert_int_equal(ntip, 19);
}

static void
test_fingerprints(void **state)
{
	unsigned char print[FINGERPRINT_LEN], inst[UUID_LEN], user[UUID_LEN];
	char text[FINGERPRINT_TEXT];
	const char *who;
	size_t n = 0;
	json_t *v;

	(void)state;
	assert_int_equal(uuid_parse(vector_text(grants, "inst"), inst), OK);
	json_object_foreach(vector_get(grants, "people"), who, v) {
		assert_int_equal(uuid_parse(vector_text(v, "user"), user), OK);
		assert_int_equal(fingerprint(arena, inst, user,
		    HEX(arena, v, "sigPub").at, HEX(arena, v, "encPub").at,
		    print), OK);
		assert_bytes((struct bytes){ print, FINGERPRINT_LEN },
		    HEX(arena, v, "fp"), who);
		fingerprint_text(print, text);
		assert_string_equal(text, vector_text(v, "fpText"));
		n++;
	}
	assert_int_equal(n, 5);
}

static enum status
check_set(const char *text, const struct roster *r)
{
	struct recovery_set set;
	enum status st;

	if ((st = recovery_set_read(arena, text, strlen(text), &set)) != OK)
		return st;
	return recovery_set_check(&set, r);
}

/* Cases with a set or a root of their own; the others never reach a server. */
static void
test_recovery_set(void **state)
{
	static const char *const unseen[] = {
		"set of another setId", "set with two commits exchanged", NULL
	};
	struct roster *r = make_roster("chain");
	const char *text = vector_text(recovery, "set"), *name;
	struct recovery_set set;
	size_t i, n = 0;
	json_t *v;

	(void)state;
	assert_int_equal(check_set(text, r), OK);
	assert_int_equal(recovery_set_read(arena, text, strlen(text), &set),
	    OK);
	assert_id(set.set_id, recovery, "setId");
	assert_bytes(set.body, HEX(arena, recovery, "setBody"), "body");
	assert_int_equal(check_set(text, make_roster("rootRekeyed")), INVALID);
	json_array_foreach(vector_get(recovery, "must_fail"), i, v) {
		if (json_object_get(v, "set") == NULL)
			continue;
		n++;
		name = vector_text(v, "name");
		if (check_set(vector_text(v, "set"), r) !=
		    (is_one_of(name, unseen) ? OK : INVALID))
			fail_msg("%s", name);
	}
	assert_int_equal(i, 22);
	assert_int_equal(n, 5);
}

static void
test_enrolment(void **state)
{
	json_t *v = vector_get(enrol, "who");
	unsigned char inst[UUID_LEN], user[UUID_LEN], bad[SIG_LEN];
	struct bytes sig = HEX(arena, enrol, "subjectSig");
	struct enrolment who = {
		.inst = inst,
		.user = user,
		.login = vector_text(v, "login"),
		.sig_pub = HEX(arena, v, "sigPub").at,
		.enc_pub = HEX(arena, v, "encPub").at,
	}, other;

	(void)state;
	assert_int_equal(uuid_parse(vector_text(enrol, "inst"), inst), OK);
	assert_int_equal(uuid_parse(vector_text(v, "user"), user), OK);
	assert_int_equal(sig.len, SIG_LEN);
	assert_int_equal(enrolment_verify(arena, &who, sig.at), OK);
	memcpy(bad, sig.at, SIG_LEN);
	bad[0] ^= 1;
	assert_int_equal(enrolment_verify(arena, &who, bad), INVALID);
	other = who;
	other.login = "dana";
	assert_int_equal(enrolment_verify(arena, &other, sig.at), INVALID);
	other.login = "Cyril";
	assert_int_equal(enrolment_verify(arena, &other, sig.at), INVALID);
	other = who;
	other.enc_pub = who.sig_pub;
	assert_int_equal(enrolment_verify(arena, &other, sig.at), INVALID);
	user[0] ^= 1;
	assert_int_equal(enrolment_verify(arena, &who, sig.at), INVALID);
}

/* Trimming and folding is the browser's; what it sends must be a login. */
static void
test_logins(void **state)
{
	json_t *cases = vector_get(account, "login"), *v;
	size_t i;

	(void)state;
	json_array_foreach(vector_get(cases, "ok"), i, v)
		assert_true(login_is_valid(tup_text(
		    vector_text(v, "login"))));
	assert_int_equal(i, 3);
	json_array_foreach(vector_get(cases, "must_fail"), i, v)
		assert_false(login_is_valid(tup_text(
		    vector_text(v, "typed"))));
	assert_int_equal(i, 8);
	assert_false(login_is_valid(tup_text("Jana")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bundles),
		cmocka_unit_test(test_bundles_must_fail),
		cmocka_unit_test(test_grants),
		cmocka_unit_test(test_grants_must_fail),
		cmocka_unit_test(test_fingerprints),
		cmocka_unit_test(test_recovery_set),
		cmocka_unit_test(test_enrolment),
		cmocka_unit_test(test_logins),
	};

	return cmocka_run_group_tests_name("seal objects", tests,
	    vectors_setup, vectors_teardown);
}
