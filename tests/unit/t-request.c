/* t-request.c: requests within their limits, and what is refused. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"
#include "web/fcgi.h"
#include "web/request.h"

/* The request a test makes up: name, value, …, NULL. */
static const char *const *params;
static const char *body;
static size_t body_left;
static struct arena *arena;
static struct request req;

static const char *
fake_param(const char *name)
{
	for (const char *const *p = params; *p != NULL; p += 2)
		if (strcmp(*p, name) == 0)
			return p[1];
	return NULL;
}

/* In pieces, as a socket gives them. */
static size_t
fake_read(void *buf, size_t len)
{
	size_t n = len < 7 ? len : 7;

	if (n > body_left)
		n = body_left;
	memcpy(buf, body, n);
	body += n;
	body_left -= n;
	return n;
}

static const struct gateway gateway = { .param = fake_param,
    .read = fake_read };

static int
read_with(const char *const *given, const char *data, size_t len)
{
	arena_reset(arena);
	params = given;
	body = data;
	body_left = len;
	return request_read(arena, &gateway, &req);
}

static int
get(const char *uri)
{
	return read_with((const char *const[]){ "REQUEST_METHOD", "GET",
	    "REQUEST_URI", uri, NULL }, "", 0);
}

static int
post_as(const char *type, const char *length, const char *data)
{
	return read_with((const char *const[]){ "REQUEST_METHOD", "POST",
	    "REQUEST_URI", "/p", "CONTENT_TYPE", type, "CONTENT_LENGTH",
	    length, NULL }, data, strlen(data));
}

static int
post(const char *data)
{
	char length[32];

	snprintf(length, sizeof(length), "%zu", strlen(data));
	return post_as("application/x-www-form-urlencoded", length, data);
}

static void
test_get(void **state)
{
	(void)state;
	assert_int_equal(get("/patients/7?q=%D0%81+x&empty=&a=1%262"), 0);
	assert_int_equal(req.method, METHOD_GET);
	assert_false(req.head);
	assert_string_equal(req.path, "/patients/7");
	assert_string_equal(req.target, "/patients/7?q=%D0%81+x&empty=&a=1%262");
	assert_int_equal(req.query_len, 3);
	assert_string_equal(pair_find(req.query, req.query_len, "q"), "Ё x");
	assert_string_equal(pair_find(req.query, req.query_len, "empty"), "");
	assert_string_equal(pair_find(req.query, req.query_len, "a"), "1&2");
	assert_null(pair_find(req.query, req.query_len, "b"));
	assert_int_equal(get("/%D0%81+"), 0);
	assert_string_equal(req.path, "/Ё+");
	assert_int_equal(get("/?"), 0);
	assert_int_equal(req.query_len, 0);
	assert_int_equal(get("/?a=1&&b=2&"), 0);
	assert_int_equal(req.query_len, 2);
}

static void
test_bad_targets(void **state)
{
	static const char *const bad[] = { "", "patients", "*", "http://x/",
	    "/%", "/%4", "/%zz", "/%00", "/%ff", "/%0a", "/a%2Fb", "/a%2fb",
	    "/?a=%", "/?a=%0", "/?%00=1", "/?a=%ff", "/?a", "/?a=1&b",
	    "/%c0%af", "/a%5cb", "/\x01" };

	(void)state;
	for (size_t i = 0; i < LEN(bad); i++)
		if (get(bad[i]) != 400)
			fail_msg("accepted \"%s\"", bad[i]);
	assert_string_equal(req.path, "/");
	assert_int_equal(strlen(req.id), 32);
}

static void
test_target_limits(void **state)
{
	char uri[TARGET_MAX + 2];

	(void)state;
	memset(uri, 'a', sizeof(uri));
	uri[0] = '/';
	uri[TARGET_MAX + 1] = '\0';
	assert_int_equal(get(uri), 414);
	uri[TARGET_MAX] = '\0';
	assert_int_equal(get(uri), 0);
	assert_int_equal(read_with((const char *const[]){ "REQUEST_METHOD",
	    "GET", NULL }, "", 0), 400);
}

static void
test_field_limit(void **state)
{
	char uri[TARGET_MAX] = "/?";

	(void)state;
	for (int i = 0; i < FIELDS_MAX; i++)
		strcat(uri, "a=1&");
	uri[strlen(uri) - 1] = '\0';
	assert_int_equal(get(uri), 0);
	assert_int_equal(req.query_len, FIELDS_MAX);
	strcat(uri, "&a=1");
	assert_int_equal(get(uri), 400);
}

static void
test_post(void **state)
{
	(void)state;
	assert_int_equal(post("name=%D0%90%0D%0A&flag=1"), 0);
	assert_int_equal(req.method, METHOD_POST);
	assert_int_equal(req.body_len, 2);
	assert_string_equal(pair_find(req.body, 2, "name"), "А\r\n");
	assert_int_equal(post_as("APPLICATION/x-www-form-urlencoded; "
	    "charset=UTF-8", "3", "a=1"), 0);
	assert_int_equal(post_as("", "0", ""), 0);
	assert_int_equal(post_as("", "", ""), 0);
}

static void
test_bad_posts(void **state)
{
	static const char form[] = "application/x-www-form-urlencoded";
	char big[BODY_MAX + 2];

	(void)state;
	assert_int_equal(post_as("application/json", "2", "{}"), 415);
	assert_int_equal(post_as("text/plain", "3", "a=1"), 415);
	assert_int_equal(post_as("multipart/form-data", "0", ""), 415);
	assert_int_equal(post_as("", "3", "a=1"), 415);
	assert_int_equal(post_as("application/x-www-form-urlencodedx", "3",
	    "a=1"), 415);
	assert_int_equal(post_as(form, "4", "a=1"), 400);	/* cut short */
	assert_int_equal(post_as(form, "-1", "a=1"), 400);
	assert_int_equal(post_as(form, "3x", "a=1"), 400);
	assert_int_equal(post_as(form, "262145", "a=1"), 413);
	assert_int_equal(post_as(form, "99999999999999999999999999", "a"),
	    413);
	assert_int_equal(post("a=%00"), 400);
	assert_int_equal(post("a=\xff"), 400);
	memset(big, 'x', sizeof(big));
	memcpy(big, "a=", 2);
	big[BODY_MAX + 1] = '\0';
	assert_int_equal(post(big), 413);
	big[BODY_MAX] = '\0';
	assert_int_equal(post(big), 0);
}

static void
test_methods(void **state)
{
	static const char *const other[] = { "PUT", "DELETE", "OPTIONS",
	    "TRACE", "get", "", "POSTX" };

	(void)state;
	for (size_t i = 0; i < LEN(other); i++) {
		assert_int_equal(read_with((const char *const[]){
		    "REQUEST_METHOD", other[i], "REQUEST_URI", "/", NULL },
		    "", 0), 0);
		assert_int_equal(req.method, METHOD_OTHER);
	}
	assert_int_equal(read_with((const char *const[]){ "REQUEST_METHOD",
	    "HEAD", "REQUEST_URI", "/", NULL }, "", 0), 0);
	assert_true(req.head && req.method == METHOD_GET);
	assert_int_equal(read_with((const char *const[]){ "REQUEST_METHOD",
	    "GET", "REQUEST_URI", "/", "CONTENT_LENGTH", "3", NULL },
	    "a=1", 3), 400);
}

#define A43	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define B43	"BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA"

static int
with_cookie(const char *text)
{
	return read_with((const char *const[]){ "REQUEST_METHOD", "GET",
	    "REQUEST_URI", "/", "HTTP_COOKIE", text, NULL }, "", 0);
}

static void
test_cookies(void **state)
{
	static const char *const none[] = { "", "__Host-palreg=",
	    "__Host-palreg=short", "__Host-palreg=" A43 "A",
	    "__Host-palreg=" A43 "; __Host-palreg=" B43, "palreg=" A43,
	    "x__Host-palreg=" A43, "__Host-palreg=\"" A43 "\"", "=;;=;",
	    "__Host-palreg=" A43 "; __Host-palreg=x; __Host-palreg=" B43 };
	char big[COOKIE_MAX + 2];

	(void)state;
	assert_int_equal(with_cookie("a=b; __Host-palreg=" A43 ";lang=en"), 0);
	assert_string_equal(req.cookie, A43);
	assert_string_equal(req.lang_cookie, "en");
	for (size_t i = 0; i < LEN(none); i++) {
		assert_int_equal(with_cookie(none[i]), 0);
		assert_null(req.cookie);
	}
	assert_int_equal(with_cookie("lang=de"), 0);
	assert_null(req.lang_cookie);
	memset(big, 'c', sizeof(big));
	big[COOKIE_MAX + 1] = '\0';
	assert_int_equal(with_cookie(big), 431);
	big[COOKIE_MAX] = '\0';
	assert_int_equal(with_cookie(big), 0);
}

static void
test_headers(void **state)
{
	static const char id[] = "0123456789abcdef0123456789abcdef";

	(void)state;
	assert_int_equal(read_with((const char *const[]){ "REQUEST_METHOD",
	    "GET", "REQUEST_URI", "/", "REQUEST_ID", id, "HTTP_ORIGIN",
	    "https://a", "HTTP_SEC_FETCH_SITE", "same-origin",
	    "HTTP_USER_AGENT", "bad\xff", "HTTP_HOST", "a\r\nb",
	    "REMOTE_ADDR", "192.0.2.1", NULL }, "", 0), 0);
	assert_string_equal(req.id, id);
	assert_string_equal(req.origin, "https://a");
	assert_string_equal(req.fetch_site, "same-origin");
	assert_string_equal(req.address, "192.0.2.1");
	assert_null(req.agent);
	assert_null(req.host);
	assert_int_equal(read_with((const char *const[]){ "REQUEST_METHOD",
	    "GET", "REQUEST_URI", "/", "REQUEST_ID", "forged\n", NULL }, "",
	    0), 0);
	assert_int_equal(strspn(req.id, "0123456789abcdef"), 32);
	assert_null(req.address);
	assert_int_equal(read_with((const char *const[]){ "REQUEST_METHOD",
	    "GET", "REQUEST_URI", "/", "REMOTE_ADDR", "unix:", NULL }, "",
	    0), 0);
	assert_null(req.address);
	assert_int_equal(read_with((const char *const[]){ "REQUEST_METHOD",
	    "GET", "REQUEST_URI", "/", "REMOTE_ADDR", "2001:db8::1", NULL },
	    "", 0), 0);
	assert_string_equal(req.address, "2001:db8::1");
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
		cmocka_unit_test(test_get),
		cmocka_unit_test(test_bad_targets),
		cmocka_unit_test(test_target_limits),
		cmocka_unit_test(test_field_limit),
		cmocka_unit_test(test_post),
		cmocka_unit_test(test_bad_posts),
		cmocka_unit_test(test_methods),
		cmocka_unit_test(test_cookies),
		cmocka_unit_test(test_headers),
	};

	return cmocka_run_group_tests_name("request", tests, setup, teardown);
}
