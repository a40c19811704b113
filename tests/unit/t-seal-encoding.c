/* t-seal-encoding.c: TUP, base64url, UUIDs, integers and canonical JSON. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/uuid.h"
#include "seal-vectors.h"
#include "seal/base64url.h"
#include "seal/canonical.h"
#include "seal/json.h"

static json_t *vectors;

const struct vector_file vector_files[] = {
	{ "encoding.json", &vectors },
	{ NULL, NULL }
};

static enum tup_label
find_label(const char *name)
{
	int label;

	for (label = 0; label < TUP_NLABELS; label++)
		if (strcmp(tup_name((enum tup_label)label), name) == 0)
			return (enum tup_label)label;
	fail_msg("no label %s", name);
	return TUP_NLABELS;
}

/* The item of a vector's value, of the type that stands after the colon. */
static struct bytes
make_item(char type, json_t *value)
{
	unsigned char *id;

	if (type == 'i')
		return tup_integer(arena,
		    (uint64_t)json_integer_value(value));
	if (type == 't' || type == 'T')
		return tup_text(json_string_value(value));
	if (type != 'u')
		return vector_hex(arena, json_string_value(value));
	id = arena_alloc(arena, UUID_LEN);
	assert_int_equal(uuid_parse(json_string_value(value), id), OK);
	return (struct bytes){ id, UUID_LEN };
}

static void
test_tup(void **state)
{
	struct bytes items[TUP_MAX_ITEMS], back[TUP_MAX_ITEMS], out, want;
	json_t *list = vector_get(vectors, "tup"), *v, *value;
	int seen[TUP_NLABELS] = { 0 };
	enum tup_label label;
	const char *key, *fields;
	size_t i, n;

	(void)state;
	json_array_foreach(list, i, v) {
		label = find_label(vector_text(v, "label"));
		seen[label] = 1;
		fields = vector_text(v, "fields");
		n = 0;
		json_object_foreach(vector_get(v, "values"), key, value) {
			assert_in_range(n, 0, TUP_MAX_ITEMS - 1);
			fields = strchr(fields, ':') + 1;
			items[n++] = make_item(*fields, value);
		}
		want = HEX(arena, v, "bytes");
		assert_int_equal(tup_encode(arena, label, items, n, &out), OK);
		assert_bytes(out, want, vector_text(v, "label"));
		assert_int_equal(tup_decode(label, want, back), OK);
		for (size_t j = 0; j < n; j++)
			assert_bytes(back[j], items[j], "item");
		assert_int_equal(tup_encode(arena, label, items, n - 1, &out),
		    INVALID);
		for (size_t cut = 0; cut < want.len; cut++)
			assert_int_equal(tup_decode(label,
			    (struct bytes){ want.at, cut }, back), INVALID);
	}
	assert_int_equal(i, 32);
	for (i = 0; i < TUP_NLABELS; i++)
		assert_true(seen[i]);
}

static void
test_tup_must_fail(void **state)
{
	json_t *list = vector_get(vectors, "tup_must_fail"), *v;
	struct bytes items[TUP_MAX_ITEMS];
	size_t i;

	(void)state;
	json_array_foreach(list, i, v)
		if (tup_decode(find_label(vector_text(v, "label")),
		    HEX(arena, v, "bytes"), items) != INVALID)
			fail_msg("%s is accepted", vector_text(v, "name"));
	assert_int_equal(i, 17);
}

/* What cannot be decoded cannot be made either. */
static void
test_tup_encode_refuses(void **state)
{
	unsigned char id[UUID_LEN] = { 0 };
	struct bytes items[3] = {
		{ id, UUID_LEN }, { id, UUID_LEN }, tup_text("a")
	}, out;

	(void)state;
	assert_int_equal(tup_encode(arena, TUP_PRF, items, 3, &out), OK);
	items[2] = tup_text("");
	assert_int_equal(tup_encode(arena, TUP_PRF, items, 3, &out), INVALID);
	items[2] = tup_text("a b");
	assert_int_equal(tup_encode(arena, TUP_PRF, items, 3, &out), INVALID);
	items[1].len = 15;
	items[2] = tup_text("a");
	assert_int_equal(tup_encode(arena, TUP_PRF, items, 3, &out), INVALID);
	items[1] = tup_integer(arena, TUP_INTEGER_MAX);
	assert_int_equal(tup_encode(arena, TUP_IKID, items, 2, &out), OK);
	items[1] = tup_integer(arena, TUP_INTEGER_MAX + 1);
	assert_int_equal(tup_encode(arena, TUP_IKID, items, 2, &out), INVALID);
}

static void
test_base64url(void **state)
{
	json_t *cases = vector_get(vectors, "base64url"), *v;
	unsigned char exact[64];
	struct bytes out, want;
	const char *text;
	size_t i, len;

	(void)state;
	json_array_foreach(vector_get(cases, "ok"), i, v) {
		text = vector_text(v, "text");
		want = HEX(arena, v, "bytes");
		assert_int_equal(base64url_decode(arena, text, strlen(text),
		    &out.at, &out.len), OK);
		assert_bytes(out, want, text);
		assert_string_equal(base64url_encode(arena, want.at, want.len),
		    text);
		assert_int_equal(base64url_decode_exact(text, strlen(text),
		    exact, want.len), OK);
		assert_int_equal(base64url_decode_exact(text, strlen(text),
		    exact, want.len + 1), INVALID);
	}
	assert_int_equal(i, 7);
	json_array_foreach(vector_get(cases, "must_fail"), i, v) {
		text = vector_string(vector_get(v, "text"), &len);
		if (base64url_decode(arena, text, len, &out.at, &out.len) !=
		    INVALID)
			fail_msg("%s is accepted", vector_text(v, "name"));
	}
	assert_int_equal(i, 10);
}

static void
test_uuid(void **state)
{
	json_t *cases = vector_get(vectors, "uuid"), *v;
	unsigned char id[UUID_LEN];
	char text[UUID_TEXT + 1];
	size_t i;

	(void)state;
	json_array_foreach(vector_get(cases, "ok"), i, v) {
		assert_int_equal(uuid_parse(vector_text(v, "text"), id), OK);
		assert_bytes((struct bytes){ id, UUID_LEN },
		    HEX(arena, v, "bytes"), "uuid");
		uuid_format(id, text);
		assert_string_equal(text, vector_text(v, "text"));
		assert_int_equal(uuid_is_nil(id), i == 1);
		assert_int_equal(uuid_is_random(id), i == 0);
	}
	assert_int_equal(i, 2);
	json_array_foreach(vector_get(cases, "must_fail"), i, v)
		assert_int_equal(uuid_parse(vector_text(v, "text"), id),
		    INVALID);
	assert_int_equal(i, 6);
}

static void
test_integer(void **state)
{
	static const struct member member = { "a", .kind = MEMBER_INTEGER };
	json_t *cases = vector_get(vectors, "integer"), *v;
	struct member_value value;
	char text[64];
	size_t i;
	int len;

	(void)state;
	json_array_foreach(vector_get(cases, "ok"), i, v) {
		len = snprintf(text, sizeof(text), "{\"a\":%s}",
		    vector_text(v, "json"));
		assert_int_equal(members_read(arena, text, (size_t)len, 64,
		    &member, 1, &value), OK);
		assert_bytes(tup_integer(arena, value.number),
		    HEX(arena, v, "bytes"), text);
	}
	assert_int_equal(i, 5);
	json_array_foreach(vector_get(cases, "must_fail"), i, v) {
		len = snprintf(text, sizeof(text), "{\"a\":%s}",
		    vector_text(v, "json"));
		if (members_read(arena, text, (size_t)len, 64, &member, 1,
		    &value) != INVALID)
			fail_msg("%s is accepted", text);
	}
	assert_int_equal(i, 10);
}

static void
test_canonical(void **state)
{
	json_t *cases = vector_get(vectors, "canonical_json"), *v;
	const char *text;
	size_t i, len;

	(void)state;
	json_array_foreach(vector_get(cases, "ok"), i, v) {
		text = vector_string(vector_get(v, "text"), &len);
		if (canonical_check(text, len) != OK)
			fail_msg("%s is refused", text);
	}
	assert_int_equal(i, 6);
	json_array_foreach(vector_get(cases, "must_fail"), i, v) {
		text = vector_string(vector_get(v, "text"), &len);
		if (canonical_check(text, len) != INVALID)
			fail_msg("%s is accepted", vector_text(v, "name"));
	}
	assert_int_equal(i, 18);
}

/* Names count even where the values would fit, and so do order and number. */
static void
test_members(void **state)
{
	static const struct member members[] = {
		{ "a", .kind = MEMBER_INTEGER },
		{ "b", .kind = MEMBER_INTEGER, .min = 2, .max = 3 },
	};
	static const struct {
		const char	*text;
		enum status	 want;
	} cases[] = {
		{ "{\"a\":1,\"b\":2}", OK },
		{ "{\"a\":0,\"b\":3}", OK },
		{ "{\"a\":1,\"b\":1}", INVALID },
		{ "{\"a\":1,\"b\":4}", INVALID },
		{ "{\"a\":1,\"c\":2}", INVALID },
		{ "{\"b\":2,\"a\":2}", INVALID },
		{ "{\"a\":2,\"a\":2}", INVALID },
		{ "{\"a\":2}", INVALID },
		{ "{\"a\":1,\"b\":2,\"c\":3}", INVALID },
		{ "{\"a\":1,\"b\":2} ", INVALID },
		{ "[1,2]", INVALID },
		{ "null", INVALID },
	};
	struct member_value out[2];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (members_read(arena, cases[i].text, strlen(cases[i].text),
		    64, members, 2, out) != cases[i].want)
			fail_msg("%s", cases[i].text);
	assert_int_equal(members_read(arena, cases[0].text, 13, 13, members,
	    2, out), OK);
	assert_int_equal(members_read(arena, cases[0].text, 13, 12, members,
	    2, out), INVALID);
}

/* What node prints for JSON.stringify(JSON.parse(text)), more widely. */
static void
test_canonical_more(void **state)
{
	static const char *const good[] = {
		"null", "\"\"", "[]", "[[],{}]", "0", "-1", "5e-324", "1e-7",
		"0.000001", "0.0000012", "1.2e-7", "123456789012345680000",
		"100000000000000000000", "1e+21", "1.5e+300", "-2.5e-8",
		"1.7976931348623157e+308", "5.684341886080802e-14",
		"0.1", "4.35", "2.5e-323",
		"{\"1\":0,\"2\":0,\"b\":0,\"a\":0}",
		"{\"4294967294\":0,\"a\":0,\"4294967295\":0}",
		"{\"a\":0,\"01\":0,\"-1\":0}",
		"\"\\b\\t\\n\\f\\r\\\"\\\\\\u0000\\u000b\"", "\"\x7f\"",
		"\"\\udc00\\ud800\"", "\"\\ud800\\ud800\"", "\"\\ud800x\"",
		"\"\xf0\x9f\x98\x80\"", "\"\xed\x9f\xbf\"",
	};
	static const char *const bad[] = {
		"", " ", "tru", "nulll", "+1", ".5", "1.", "-", "--1", "1e5",
		"1e21", "1E+21", "0.10", "00", "1e400", "1e-400", "-0", "0.0",
		"9007199254740993", "0.1000000000000000055",
		"5.6843418860808015e-14", "0.0000001", "123456789012345678901",
		"1000000000000000000000", "3e-324", "4.9e-324", "1.5e300",
		"\"\\ud83d\\ude00\"", "\"\\uD800\"", "\"\\u001G\"",
		"\"\\u00e9\"", "\"\\u007f\"", "\"\\u\"", "\"\\", "\"\\x\"",
		"\"\t\"", "\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"",
		"\"\xf4\x90\x80\x80\"", "\"\xe2\x82\"", "\"\xe0\x80\x80\"",
		"[1,]", "[,1]", "[1 ]", "[", "{", "{\"a\"}", "{\"a\":}",
		"{\"a\":1,\"b\":2,\"a\":1}", "{\"2\":0,\"1\":0}",
		"{\"a\":0,\"4294967294\":0}", "{a:1}", "1 2", "[]]",
		"[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (canonical_check(good[i], strlen(good[i])) != OK)
			fail_msg("%s is refused", good[i]);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (canonical_check(bad[i], strlen(bad[i])) != INVALID)
			fail_msg("%s is accepted", bad[i]);
	assert_int_equal(canonical_check("1\0", 2), INVALID);
	assert_int_equal(canonical_check("\"\\\0\"", 4), INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tup),
		cmocka_unit_test(test_tup_must_fail),
		cmocka_unit_test(test_tup_encode_refuses),
		cmocka_unit_test(test_base64url),
		cmocka_unit_test(test_uuid),
		cmocka_unit_test(test_integer),
		cmocka_unit_test(test_canonical),
		cmocka_unit_test(test_canonical_more),
		cmocka_unit_test(test_members),
	};

	return cmocka_run_group_tests_name("seal encoding", tests,
	    vectors_setup, vectors_teardown);
}
