/* t-json.c: the JSON writer, read back by a reader that is not ours. */

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/json.h"
#include "base/log.h"
#include "unit.h"

static void
test_structure(void **state)
{
	struct arena *a = arena_new();
	struct str *out = str_new(a);
	struct json j;

	(void)state;
	json_open(&j, out);
	json_begin_object(&j, NULL);
	json_put_long(&j, "n", -5);
	json_begin_array(&j, "list");
	json_put_text(&j, NULL, "a");
	json_begin_object(&j, NULL);
	json_end_object(&j);
	json_begin_array(&j, NULL);
	json_end_array(&j);
	json_put_null(&j, NULL);
	json_end_array(&j);
	json_put_bool(&j, "yes", true);
	json_put_text(&j, "none", NULL);
	json_end_object(&j);
	assert_string_equal(out->text, "{\"n\":-5,\"list\":[\"a\",{},[],null],"
	    "\"yes\":true,\"none\":null}");
	arena_free(a);
}

static void
round_trip(struct arena *a, const char *text)
{
	struct str *out = str_new(a);
	struct json j;
	json_t *back;

	json_open(&j, out);
	json_begin_array(&j, NULL);
	json_put_text(&j, NULL, text);
	json_end_array(&j);
	assert_null(strpbrk(out->text, "\n\r<>&\x7f"));
	back = json_loads(out->text, 0, NULL);
	assert_non_null(back);
	assert_string_equal(json_string_value(json_array_get(back, 0)), text);
	json_decref(back);
}

static void
test_round_trip(void **state)
{
	static const char *const texts[] = { "", "plain", "\"\\/\b\f\n\r\t",
	    "</script><!--", "Ёлка \xf0\x9f\x98\x80", "\x01\x1f\x7f",
	    "\xe2\x80\xa8\xe2\x80\xa9", "{\"v\":1}", "a&b'c" };
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < LEN(texts); i++)
		round_trip(a, texts[i]);
	arena_free(a);
}

/* What is not UTF-8 must not make the line unreadable. */
static void
test_bad_bytes(void **state)
{
	struct arena *a = arena_new();
	struct str *out = str_new(a);
	struct json j;

	(void)state;
	json_open(&j, out);
	json_put_text(&j, NULL, "a\xff\xd0z\xe2\x82");
	assert_string_equal(out->text, "\"a\xef\xbf\xbd\xef\xbf\xbdz"
	    "\xef\xbf\xbd\xef\xbf\xbd\"");
	arena_free(a);
}

static char *
captured(void (*act)(void), char *buf, size_t size)
{
	int pipe_fd[2], old = dup(STDERR_FILENO);
	ssize_t n;

	assert_int_equal(pipe(pipe_fd), 0);
	assert_int_not_equal(dup2(pipe_fd[1], STDERR_FILENO), -1);
	act();
	assert_int_not_equal(dup2(old, STDERR_FILENO), -1);
	close(old);
	close(pipe_fd[1]);
	n = read(pipe_fd[0], buf, size - 1);
	close(pipe_fd[0]);
	assert_true(n > 0);
	buf[n] = '\0';
	return buf;
}

static void
log_attack(void)
{
	log_open("palreg-test");
	log_request("r1");
	log_event("request", LOG_FIELDS(
	    { "path", "/a\n{\"event\":\"forged\"}\r\x1b[2J\xff", 0 },
	    { "status", NULL, 404 }));
	log_request(NULL);
}

static void
test_log_line(void **state)
{
	char buf[2048];
	char *line = captured(log_attack, buf, sizeof(buf));
	json_t *back;

	(void)state;
	assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
	assert_null(strchr(line, '\x1b'));
	back = json_loads(line, 0, NULL);
	assert_non_null(back);
	assert_string_equal(json_string_value(json_object_get(back,
	    "event")), "request");
	assert_string_equal(json_string_value(json_object_get(back,
	    "request")), "r1");
	assert_string_equal(json_string_value(json_object_get(back,
	    "program")), "palreg-test");
	assert_int_equal(json_integer_value(json_object_get(back,
	    "status")), 404);
	assert_int_equal(strlen(json_string_value(json_object_get(back,
	    "ts"))), 24);
	json_decref(back);
}

static void
test_decimals(void **state)
{
	struct arena *a = arena_new();
	struct str *out = str_new(a);
	struct json j;

	(void)state;
	json_open(&j, out);
	json_begin_array(&j, NULL);
	json_put_decimal(&j, NULL, "61.5");
	json_put_decimal(&j, NULL, "-0.25");
	json_end_array(&j);
	assert_string_equal(out->text, "[61.5,-0.25]");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_structure),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_bad_bytes),
		cmocka_unit_test(test_log_line),
		cmocka_unit_test(test_decimals),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
