/* t-form.c: every kind of field, what it takes and what it refuses. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "unit.h"
#include "web/ctx.h"
#include "web/request.h"
#include "web/response.h"
#include "web/view.h"

#define ID1	"0123abcd-0000-4000-8000-00000000000f"
#define ID2	"fedc3210-0000-4000-8000-00000000000f"

static struct arena *arena;
static struct request req;
static struct response res;
static struct ctx ctx;

static void
fresh(struct pair *pairs, size_t n)
{
	memset(&req, 0, sizeof(req));
	req.method = METHOD_POST;
	req.body = pairs;
	req.body_len = n;
	response_init(&res, arena);
	ctx = (struct ctx){ .arena = arena, .req = &req, .res = &res,
	    .lang = "en" };
}

/* What becomes of one value in one field. */
static enum status
read_one(const struct field *f, const char *text, struct value *out)
{
	struct pair pair = { f->name, text };

	fresh(&pair, 1);
	return form_read(&ctx, f, 1, out);
}

static void
takes(const struct field *f, const char *text, const char *as)
{
	struct value v;

	if (read_one(f, text, &v) != OK)
		fail_msg("%s refused \"%s\"", f->name, text);
	assert_string_equal(v.text, as);
	assert_string_equal(v.raw, text);
	assert_null(v.error);
}

static void
refuses(const struct field *f, const char *text)
{
	struct value v;

	if (read_one(f, text, &v) != INVALID)
		fail_msg("%s took \"%s\"", f->name, text);
	assert_non_null(v.error);
	assert_int_not_equal(res.code, 400);
}

static void
test_text(void **state)
{
	const struct field f = { .name = "text", .kind = F_TEXT, .max = 10 };
	const struct field lines = { .name = "lines", .kind = F_LINES };

	(void)state;
	takes(&f, "  Ёлка\t", "Ёлка");
	takes(&f, "1234567890", "1234567890");
	takes(&f, "   1234567890   ", "1234567890");
	refuses(&f, "12345678901");
	refuses(&f, "a\nb");
	refuses(&f, "a\tb");
	refuses(&f, "a\x7f");
	refuses(&f, "a\xc2\x85");
	refuses(&f, "\xe2\x80\xae""abc");
	takes(&lines, " a\r\nb\tc\n", " a\r\nb\tc\n");
	refuses(&lines, "a\x1b");
}

static void
test_uuid(void **state)
{
	const struct field f = { .name = "id", .kind = F_UUID };
	const struct field many = { .name = "ids", .kind = F_UUIDS,
	    .max = 2 * 37 };

	(void)state;
	takes(&f, ID1, ID1);
	refuses(&f, "0123ABCD-0000-4000-8000-00000000000f");
	refuses(&f, ID1 "0");
	refuses(&f, "0123abcd00004000800000000000000f");
	takes(&many, ID1, ID1);
	takes(&many, ID1 "," ID2, ID1 "," ID2);
	refuses(&many, ID1 "," ID2 "," ID1);
	refuses(&many, ID1 ",");
	refuses(&many, "," ID1);
	refuses(&many, ID1 ";" ID2);
}

static void
test_uuids_repeated(void **state)
{
	const struct field f = { .name = "id", .kind = F_UUIDS, .max = 100 };
	struct pair pairs[] = { { "id", ID1 }, { "id", ID2 } };
	struct value v;

	(void)state;
	fresh(pairs, 2);
	assert_int_equal(form_read(&ctx, &f, 1, &v), OK);
	assert_string_equal(v.text, ID1 "," ID2);
	assert_int_equal(v.number, 2);
}

static void
test_date(void **state)
{
	const struct field f = { .name = "date", .kind = F_DATE };

	(void)state;
	takes(&f, "29.02.2024", "2024-02-29");
	takes(&f, " 1.2.2024 ", "2024-02-01");
	takes(&f, "2024-12-31", "2024-12-31");
	refuses(&f, "29.02.2023");
	refuses(&f, "12/31/2024");
	refuses(&f, "yesterday");
}

static void
test_numbers(void **state)
{
	const struct field f = { .name = "int", .kind = F_INT, .low = -5,
	    .high = 10 };
	const struct field any = { .name = "any", .kind = F_INT };
	const struct field d = { .name = "dose", .kind = F_DECIMAL, .low = 0,
	    .high = 100 };
	struct value v;

	(void)state;
	takes(&f, "10", "10");
	takes(&f, "-5", "-5");
	takes(&f, "007", "7");
	refuses(&f, "11");
	refuses(&f, "-6");
	refuses(&f, "1.0");
	refuses(&f, "+1");
	refuses(&f, "-");
	refuses(&f, "0x1");
	takes(&any, "9223372036854775807", "9223372036854775807");
	refuses(&any, "9223372036854775808");
	assert_int_equal(read_one(&f, "7", &v), OK);
	assert_int_equal(v.number, 7);
	takes(&d, "0,50", "0.5");
	takes(&d, "100", "100");
	refuses(&d, "100.01");
	refuses(&d, "-0.1");
	refuses(&d, "1e2");
	refuses(&d, "half");
}

static void
test_choice_code_flag(void **state)
{
	static const char *const list[] = { "m", "f", NULL };
	const struct field choice = { .name = "sex", .kind = F_CHOICE,
	    .choices = list };
	const struct field code = { .name = "code", .kind = F_CODE,
	    .max = 5 };
	const struct field flag = { .name = "flag", .kind = F_FLAG };
	struct value v;

	(void)state;
	takes(&choice, "m", "m");
	refuses(&choice, "M");
	refuses(&choice, "mf");
	takes(&code, "C50.9", "C50.9");
	refuses(&code, "C50.91");
	refuses(&code, "C 50");
	refuses(&code, "С50");
	takes(&flag, "1", "1");
	refuses(&flag, "on");
	assert_int_equal(read_one(&flag, "1", &v), OK);
	assert_int_equal(v.number, 1);
}

static void
test_base64url(void **state)
{
	const struct field f = { .name = "key", .kind = F_BASE64URL,
	    .low = 4 };
	const struct field any = { .name = "any", .kind = F_BASE64URL };

	(void)state;
	takes(&f, "AAAAAA", "AAAAAA");
	takes(&f, "-_-_-w", "-_-_-w");
	refuses(&f, "AAAAAB");		/* low bits */
	refuses(&f, "AAAAAA==");
	refuses(&f, "AAAA+A");
	refuses(&f, "AAAA");		/* three bytes */
	refuses(&f, "AAAAAAA");
	takes(&any, "AA", "AA");
	takes(&any, "AAA", "AAA");
	takes(&any, "AAAA", "AAAA");
	refuses(&any, "A");
	refuses(&any, "AAB");
	refuses(&any, "AB");
}

static void
test_sealed(void **state)
{
	static const char head[] = "{\"v\":1,\"suite\":\"A1\",\"t\":\"";
	const struct field f = { .name = "passport", .kind = F_SEALED,
	    .max = 300 };
	char text[400];

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, head, sizeof(head) - 1);
	text[250] = '}';
	text[251] = '\0';
	takes(&f, text, text);
	text[100] = ' ';
	refuses(&f, text);
	text[100] = '\xd0';
	refuses(&f, text);
	text[100] = 'x';
	text[2] = 'V';
	refuses(&f, text);
	text[2] = 'v';
	text[250] = 'x';
	refuses(&f, text);
	text[251] = 'x';
	text[320] = '}';
	text[321] = '\0';
	refuses(&f, text);		/* too long */
	refuses(&f, "{\"v\":1,\"suite\":\"A1\",\"t\":\"passport\"}");
	refuses(&f, "Иванов");
}

static void
test_required(void **state)
{
	const struct field fields[] = {
		{ .name = "a", .kind = F_TEXT, .required = true },
		{ .name = "b", .kind = F_TEXT },
	};
	struct pair blank[] = { { "a", "  " }, { "csrf", "x" },
	    { "done", "x" } };
	struct value in[2];

	(void)state;
	fresh(NULL, 0);
	assert_int_equal(form_read(&ctx, fields, 2, in), INVALID);
	assert_non_null(in[0].error);
	assert_null(in[1].error);
	assert_null(in[1].text);
	fresh(blank, 3);
	assert_int_equal(form_read(&ctx, fields, 2, in), INVALID);
	assert_null(in[0].text);
	assert_string_equal(in[0].raw, "  ");
	form_fail(&ctx, &in[1], "Other");
	assert_string_equal(in[1].error, "Other");
}

/* What nobody asked for is no form of ours. */
static void
test_undeclared(void **state)
{
	const struct field f = { .name = "a", .kind = F_TEXT };
	struct pair extra[] = { { "a", "1" }, { "role", "admin" } };
	struct pair twice[] = { { "a", "1" }, { "a", "2" } };
	struct value v;

	(void)state;
	fresh(extra, 2);
	assert_int_equal(form_read(&ctx, &f, 1, &v), MALFORMED);
	assert_null(v.error);
	fresh(twice, 2);
	assert_int_equal(form_read(&ctx, &f, 1, &v), MALFORMED);
}

/* A GET reads its query, and nothing of a body. */
static void
test_query(void **state)
{
	const struct field f = { .name = "a", .kind = F_TEXT };
	struct pair query[] = { { "a", "q" } }, body[] = { { "a", "b" } };
	struct value v;

	(void)state;
	fresh(body, 1);
	req.method = METHOD_GET;
	req.query = query;
	req.query_len = 1;
	assert_int_equal(form_read(&ctx, &f, 1, &v), OK);
	assert_string_equal(v.text, "q");
}

static const char *
shown(const struct view *v, const char *name)
{
	const struct entry *e = view_find(v, name, view_hash(name));

	if (e == NULL)
		return NULL;
	return e->kind == ENTRY_FLAG ? (e->on ? "true" : "false") : e->text;
}

static void
test_show(void **state)
{
	static const char *const list[] = { "m", "f", NULL };
	const struct field fields[] = {
		{ .name = "sex", .kind = F_CHOICE, .choices = list },
		{ .name = "on", .kind = F_DATE },
		{ .name = "dose", .kind = F_DECIMAL },
		{ .name = "none", .kind = F_TEXT },
	};
	struct pair pairs[] = { { "sex", "f" }, { "dose", "<1>" } };
	struct view *v = view_new(arena);
	struct value in[4];

	(void)state;
	fresh(pairs, 2);
	assert_int_equal(form_read(&ctx, fields, 4, in), INVALID);
	in[1].text = "2024-02-01";
	form_show(v, fields, 4, in);
	assert_string_equal(shown(v, "sex_is_f"), "true");
	assert_null(shown(v, "sex_is_m"));
	assert_string_equal(shown(v, "on"), "01.02.2024");
	assert_string_equal(shown(v, "dose"), "<1>");
	assert_string_equal(shown(v, "dose_error"), "Write a number");
	assert_string_equal(shown(v, "none"), "");
	assert_string_equal(shown(v, "has_errors"), "true");
}

static int
setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_uuid),
		cmocka_unit_test(test_uuids_repeated),
		cmocka_unit_test(test_date),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_choice_code_flag),
		cmocka_unit_test(test_base64url),
		cmocka_unit_test(test_sealed),
		cmocka_unit_test(test_required),
		cmocka_unit_test(test_undeclared),
		cmocka_unit_test(test_query),
		cmocka_unit_test(test_show),
	};

	return cmocka_run_group_tests_name("form", tests, setup, teardown);
}
