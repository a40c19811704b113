/* t-template.c: the Mustache cases, our own tags, and what is refused. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <jansson.h>

#include "base/str.h"
#include "unit.h"
#include "web/pack.h"
#include "web/template.h"
#include "web/view.h"

static char dir[64];

static void
make_dir(void)
{
	strcpy(dir, "/tmp/t-template-XXXXXX");
	assert_non_null(mkdtemp(dir));
}

static void
remove_dir(void)
{
	char command[100];

	snprintf(command, sizeof(command), "rm -r %s", dir);
	assert_int_equal(system(command), 0);
}

static void
write_template(const char *name, const char *text)
{
	char path[200];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s.html", dir, name);
	file = fopen(path, "wb");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void fill(struct arena *a, struct view *v, json_t *data);

static void
put(struct arena *a, struct view *v, const char *name, json_t *value)
{
	json_t *item;
	size_t i;

	if (json_is_object(value)) {
		fill(a, view_item(v, name), value);
	} else if (json_is_array(value)) {
		view_list(v, name);
		json_array_foreach(value, i, item)
			fill(a, view_item(v, name), item);
	} else if (json_is_boolean(value)) {
		view_flag(v, name, json_is_true(value));
	} else if (json_is_integer(value)) {
		view_long(v, name, (long)json_integer_value(value));
	} else {
		view_text(v, name, json_string_value(value));
	}
}

static void
fill(struct arena *a, struct view *v, json_t *data)
{
	const char *name;
	json_t *value;

	json_object_foreach(data, name, value)
		put(a, v, text_copy(a, name), value);
}

static void
run_case(json_t *one)
{
	struct arena *a = arena_new();
	struct view *v = view_new(a);
	struct str *out = str_new(a);
	struct templates *t;
	const char *name;
	json_t *part;

	make_dir();
	write_template("main", json_string_value(json_object_get(one,
	    "template")));
	json_object_foreach(json_object_get(one, "partials"), name, part)
		write_template(name, json_string_value(part));
	fill(a, v, json_object_get(one, "data"));
	t = templates_load(dir);
	assert_int_equal(template_render(t, "en", "main", false, v, NULL,
	    out), OK);
	if (strcmp(out->text, json_string_value(json_object_get(one,
	    "expected"))) != 0)
		fail_msg("%s: \"%s\"", json_string_value(json_object_get(one,
		    "name")), out->text);
	templates_free(t);
	remove_dir();
	arena_free(a);
}

static void
test_mustache(void **state)
{
	static const char *const files[] = { "comments", "interpolation",
	    "inverted", "partials", "sections" };
	const char *vectors = getenv("PALREG_VECTORS");
	size_t k, cases = 0;
	char path[512];
	json_t *file, *one;

	(void)state;
	for (size_t i = 0; i < LEN(files); i++) {
		snprintf(path, sizeof(path), "%s/mustache/%s.json",
		    vectors != NULL ? vectors : "tests/vectors", files[i]);
		file = json_load_file(path, 0, NULL);
		assert_non_null(file);
		json_array_foreach(json_object_get(file, "cases"), k, one) {
			run_case(one);
			cases++;
		}
		json_decref(file);
	}
	assert_int_equal(cases, 80);
}

/* Loading ends the program, so a child tries it. */
static bool
loads(const char *dirs)
{
	int status;
	pid_t pid;

	fflush(NULL);
	if ((pid = fork()) == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(9);
		templates_free(templates_load(dirs));
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status) == 0;
}

static void
test_refused(void **state)
{
	static const char *const bad[] = { "{{{raw}}}", "{{&raw}}",
	    "{{=<% %>=}}", "{{a.b}}", "{{.}}", "{{}}", "{{ }}", "{{#}}x{{/}}",
	    "{{a", "{{#a}}", "{{/a}}", "{{#a}}{{/b}}",
	    "{{#a}}{{#b}}{{/a}}{{/b}}", "{{>nowhere}}", "{{A}}", "{{a-b}}",
	    "{{a b}}", "{{#a }}{{/ab}}", "{{^a}}", "\xff", "{{_}}",
	    "{{a}}}", "{{!", "{{a}} {{" };

	(void)state;
	for (size_t i = 0; i < LEN(bad); i++) {
		make_dir();
		write_template("main", bad[i]);
		if (loads(dir))
			fail_msg("loaded %s", bad[i]);
		write_template("main", "{{a}}");
		assert_true(loads(dir));
		remove_dir();
	}
	assert_false(loads("/nowhere"));
}

static void
test_two_dirs(void **state)
{
	char first[64], both[200];

	(void)state;
	make_dir();
	write_template("one", "{{>two}}");
	assert_false(loads(dir));
	strcpy(first, dir);
	make_dir();
	write_template("two", "2");
	snprintf(both, sizeof(both), "%s:%s", first, dir);
	assert_true(loads(both));
	write_template("one", "again");
	assert_false(loads(both));
	remove_dir();
	strcpy(dir, first);
	remove_dir();
}

static void
test_layout(void **state)
{
	struct arena *a = arena_new();
	struct view *base = view_new(a), *v = view_new(a), *item;
	struct str *out = str_new(a);
	struct templates *t;

	(void)state;
	make_dir();
	write_template("layout", "<b>{{who}}{{only}}</b>{{>page}}<i></i>");
	write_template("show", "{{_Hello & welcome}}{{#rows}}[{{n}}{{who}}]"
	    "{{/rows}}{{^rows}}none{{/rows}}{{day}} {{dose}}");
	t = templates_load(dir);
	view_text(base, "who", "base");
	view_text(base, "only", "\"<o>\"");
	view_text(v, "who", "first");
	view_text(v, "who", "page");
	item = view_item(v, "rows");
	view_long(item, "n", 1);
	view_date(v, "day", "2024-02-01 12:00:00+03");
	view_decimal(v, "dose", "0.50", "ru");
	assert_int_equal(template_render(t, "ru", "show", true, v, base, out),
	    OK);
	assert_string_equal(out->text, "<b>page&quot;&lt;o&gt;&quot;</b>"
	    "Hello &amp; welcome[1page]01.02.2024 0,5<i></i>");
	assert_int_equal(template_render(t, "ru", "nowhere", true, v, base,
	    out), FAILED);
	templates_free(t);
	remove_dir();
	arena_free(a);
}

static void
test_decimal(void **state)
{
	static const char *const cases[][3] = { { "0.50", "ru", "0,5" },
	    { "0.50", "en", "0.5" }, { "10", "ru", "10" },
	    { "100.00", "ru", "100" }, { "", "ru", "" },
	    { "-1.250", "ru", "-1,25" } };
	struct arena *a = arena_new();
	struct templates *t;
	struct str *out;
	struct view *v;

	(void)state;
	make_dir();
	write_template("d", "{{d}}");
	t = templates_load(dir);
	for (size_t i = 0; i < LEN(cases); i++) {
		v = view_new(a);
		out = str_new(a);
		view_decimal(v, "d", cases[i][0], cases[i][1]);
		assert_int_equal(template_render(t, "ru", "d", false, v, NULL,
		    out), OK);
		assert_string_equal(out->text, cases[i][2]);
	}
	templates_free(t);
	remove_dir();
	arena_free(a);
}

/* A template that includes itself without an end is an error, not a crash. */
static void
test_endless(void **state)
{
	struct arena *a = arena_new();
	struct str *out = str_new(a);
	struct templates *t;

	(void)state;
	make_dir();
	write_template("loop", "x{{>loop}}");
	t = templates_load(dir);
	assert_int_equal(template_render(t, "en", "loop", false, view_new(a),
	    NULL, out), FAILED);
	templates_free(t);
	remove_dir();
	arena_free(a);
}

/* Whatever a value holds, it stays within its text or its attribute. */
static void
test_escaping(void **state)
{
	struct arena *a = arena_new();
	struct str *out = str_new(a);
	struct view *v = view_new(a);
	struct templates *t;
	char all[256];

	(void)state;
	for (int i = 0; i < 127; i++)
		all[i] = (char)(i + 1);
	all[127] = '\0';
	make_dir();
	write_template("e", "{{v}}");
	t = templates_load(dir);
	view_text(v, "v", all);
	assert_int_equal(template_render(t, "en", "e", false, v, NULL, out),
	    OK);
	assert_null(strpbrk(out->text, "<>\"'"));
	assert_non_null(strstr(out->text, "&lt;=&gt;"));
	assert_int_equal(out->len, 127 + 3 + 3 + 5 + 4 + 4);
	templates_free(t);
	remove_dir();
	arena_free(a);
}

/* More names than a view begins with, set twice, in several items. */
static void
test_many_names(void **state)
{
	struct arena *a = arena_new();
	struct view *v = view_new(a), *item;
	struct templates *t;
	struct str out;
	char name[40][8];

	(void)state;
	make_dir();
	write_template("many", "{{#rows}}{{n0}}{{n7}}{{n39}}{{n40}} {{/rows}}");
	t = templates_load(dir);
	for (int i = 0; i < 40; i++)
		snprintf(name[i], sizeof(name[i]), "n%d", i);
	for (int row = 0; row < 3; row++) {
		item = view_item(v, "rows");
		for (int twice = 0; twice < 2; twice++)
			for (int i = 0; i < 40; i++)
				view_long(item, name[i], i * 2 * twice + row);
	}
	str_init(&out, a, 8);
	assert_int_equal(template_render(t, "en", "many", false, v, NULL,
	    &out), OK);
	assert_string_equal(out.text, "01478 11579 21680 ");
	templates_free(t);
	arena_free(a);
	remove_dir();
}

static const char *
packed(struct arena *a, const struct view *v)
{
	struct str *out = str_new(a);

	pack_view(v, out);
	return out->text;
}

/* A view that was packed shows the same; what was cut or changed is refused. */
static void
test_pack(void **state)
{
	static const char *const bad[] = { "t", "t a", "t a 2:x", "t a x:",
		"t a 1", "f a 2", "l a ", "l a {", "l a {};}", "l a {t b 1:x;",
		"x a 1", "}" };
	struct arena *a = arena_new();
	struct view *v = view_new(a), *back = view_new(a), *item;
	const char *text;
	size_t cut = 0;

	(void)state;
	view_text(v, "a", "t {};: 7:\n<ё>");
	view_text(v, "none", "");
	view_flag(v, "on", true);
	view_list(v, "empty");
	for (int i = 0; i < 3; i++) {
		item = view_item(v, "rows");
		view_long(item, "n", i);
		view_text(view_item(item, "cells"), "x", "}");
	}
	text = packed(a, v);
	assert_int_equal(unpack_view(text, back), OK);
	assert_string_equal(packed(a, back), text);
	assert_true(view_find(back, "on", view_hash("on"))->on);
	assert_int_equal(unpack_view("", view_new(a)), OK);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(unpack_view(bad[i], view_new(a)), INVALID);
	for (size_t len = 1; len < strlen(text); len++)
		cut += unpack_view(text_copy_len(a, text, len),
		    view_new(a)) == INVALID;
	assert_in_range(cut, strlen(text) - 6, strlen(text) - 1);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mustache),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_two_dirs),
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_decimal),
		cmocka_unit_test(test_endless),
		cmocka_unit_test(test_escaping),
		cmocka_unit_test(test_many_names),
		cmocka_unit_test(test_pack),
	};

	return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
