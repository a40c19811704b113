/* t-conf.c: the directives of a configuration of nginx; files as texts. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/str.h"
#include "unit.h"

static void
is_directive(const struct directive *d, const char *block, const char *name,
    const char *value)
{
	assert_string_equal(d->block, block);
	assert_string_equal(d->name, name);
	assert_string_equal(d->value, value);
}

static void
test_read(void **state)
{
	struct arena *a = arena_new();
	struct conf c;

	(void)state;
	assert_int_equal(conf_read(a, "# head\nuser www-data;\n"
	    "upstream palreg_auth {\n\tserver unix:/run/a.sock max_fails=0;#x\n}\n"
	    "server {\n\tlisten 443 ssl http2;\n\tlocation ~ \"^/a;{}$\" {\n"
	    "\t\tproxy_pass 'http://out side'; }\n\tetag\n\toff;\n}", &c), OK);
	assert_int_equal(c.len, 8);
	is_directive(&c.item[0], "", "user", "www-data");
	is_directive(&c.item[1], "", "upstream", "palreg_auth");
	is_directive(&c.item[2], "upstream palreg_auth", "server",
	    "unix:/run/a.sock max_fails=0");
	is_directive(&c.item[4], "server", "listen", "443 ssl http2");
	is_directive(&c.item[5], "server", "location", "~ ^/a;{}$");
	is_directive(&c.item[6], "location ~ ^/a;{}$", "proxy_pass",
	    "http://out side");
	is_directive(&c.item[7], "server", "etag", "off");
	assert_int_equal(conf_read(a, "", &c), OK);
	assert_int_equal(c.len, 0);
	assert_int_equal(conf_read(a, "map $a $b { \"\" no; }", &c), OK);
	is_directive(&c.item[1], "map $a $b", "", "no");
	assert_int_equal(conf_read(a, "a \"b \\\" c\";", &c), OK);
	is_directive(&c.item[0], "", "a", "b \" c");
	arena_free(a);
}

static void
test_refuse(void **state)
{
	static const char *const bad[] = { "a", "a b", "a {", "}", "a { b; }}",
	    "a \"b;", "a 'b", "a } ;", "{ a; }", "; a;", "a { b }", "a \"b\\",
	    "a{b{c{d{e{f{g{h{i{j{k{l;}}}}}}}}}}}" };
	struct arena *a = arena_new();
	struct str *many = str_new(a);
	struct conf c;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(conf_read(a, bad[i], &c), INVALID);
	for (int i = 0; i < 1000; i++)
		str_add_text(many, "a;");
	assert_int_equal(conf_read(a, many->text, &c), OK);
	assert_int_equal(c.len, 1000);
	str_add_text(many, "a;");
	assert_int_equal(conf_read(a, many->text, &c), INVALID);
	arena_free(a);
}

static void
test_file(void **state)
{
	char path[] = "/tmp/palreg-conf-XXXXXX";
	struct arena *a = arena_new();
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "abc", 3), 3);
	assert_string_equal(file_text(a, path, 4), "abc");
	assert_null(file_text(a, path, 3));
	assert_int_equal(write(fd, "\0d", 2), 2);
	assert_null(file_text(a, path, 100));
	close(fd);
	unlink(path);
	assert_null(file_text(a, path, 100));
	assert_null(file_text(a, "/", 100));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_refuse),
		cmocka_unit_test(test_file),
	};

	return cmocka_run_group_tests_name("conf", tests, NULL, NULL);
}
