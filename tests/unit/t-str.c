/* t-str.c: growing text, and what is UTF-8. */

#include <limits.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "unit.h"

static void
test_grows(void **state)
{
	struct arena *a = arena_new();
	struct str s;

	(void)state;
	str_init(&s, a, 0);
	assert_string_equal(s.text, "");
	for (int i = 0; i < 10000; i++) {
		str_add(&s, "abc", 3);
		assert_int_equal(s.text[s.len], 0);
	}
	assert_int_equal(s.len, 30000);
	assert_int_equal(strlen(s.text), 30000);
	assert_memory_equal(s.text + 29997, "abc", 3);
	arena_free(a);
}

static void
test_formats(void **state)
{
	struct arena *a = arena_new();
	struct str *s = str_new(a);
	char long_text[2000];

	(void)state;
	memset(long_text, 'y', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	str_addf(s, "%d-%s", 7, "x");
	str_addf(s, "%s", long_text);
	str_add_char(s, '!');
	assert_int_equal(s->len, 3 + 1999 + 1);
	assert_memory_equal(s->text, "7-xy", 4);
	assert_string_equal(s->text + s->len - 2, "y!");
	assert_string_equal(text_printf(a, "%s%s", long_text, "z") + 1998,
	    "yz");
	assert_string_equal(text_copy_len(a, "abcdef", 3), "abc");
	arena_free(a);
}

static void
test_numbers(void **state)
{
	struct arena *a = arena_new();
	const long numbers[] = { 0, 7, 10, -1, 2026, LONG_MAX, LONG_MIN };

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		assert_string_equal(text_long(a, numbers[i]),
		    text_printf(a, "%ld", numbers[i]));
	arena_free(a);
}

static void
test_utf8(void **state)
{
	static const char *const good[] = { "", "abc", "Ёж", "\xe2\x82\xac",
	    "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xee\x80\x80",
	    "\xf4\x8f\xbf\xbf" };
	static const char *const bad[] = { "\x80", "\xc0\xaf", "\xc1\xbf",
	    "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
	    "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xd0",
	    "\xe2\x82", "a\xf0\x9f\x98", "\xd0\x41" };

	(void)state;
	for (size_t i = 0; i < LEN(good); i++)
		assert_true(utf8_valid(good[i], strlen(good[i])));
	for (size_t i = 0; i < LEN(bad); i++)
		assert_false(utf8_valid(bad[i], strlen(bad[i])));
	assert_true(utf8_valid("a\0b", 3));
}

static void
test_characters(void **state)
{
	uint32_t ch;

	(void)state;
	assert_int_equal(utf8_read("Ё", 2, &ch), 2);
	assert_int_equal(ch, 0x401);
	assert_int_equal(utf8_read("\xf0\x9f\x98\x80", 4, &ch), 4);
	assert_int_equal(ch, 0x1f600);
	assert_int_equal(utf8_read("Ё", 1, &ch), 0);
	assert_int_equal(utf8_read("x", 0, &ch), 0);
	assert_int_equal(utf8_count("Ёлка"), 4);
	assert_true(utf8_is_control(0) && utf8_is_control(0x7f) &&
	    utf8_is_control(0x85) && utf8_is_control(0x202e));
	assert_false(utf8_is_control(' ') || utf8_is_control(0x401) ||
	    utf8_is_control(0xa0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grows),
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_characters),
	};

	return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
