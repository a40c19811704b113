/* t-pdf.c: text layout, dates, scales and documents of reports/. */

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "report-samples.h"
#include "reports/chart.h"
#include "reports/scale.h"
#include "reports/shown.h"
#include "reports/table.h"
#include "reports/text.h"
#include "reports/when.h"

static struct arena *arena;

static struct pdf_meta
usual_meta(void)
{
	return (struct pdf_meta){ .title = "t", .created = "2026-11-22",
	    .lang = "ru", .fonts = SAMPLE_FONTS };
}

static void
test_when(void **state)
{
	static const char *const bad[] = { "", "2026", "2026-13-01",
	    "2026-02-29", "2026-04-31", "22.11.2026", "2026-11-22x",
	    "2026-11-22T25:00", "2026-11-22T10:60", "2026-11-22T10",
	    "2026-11-22T10:00+15:00", "2026-11-22T10:00Zz", "2026-1-2" };
	struct when w;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (when_read(bad[i], &w))
			fail_msg("taken for a date: %s", bad[i]);
	assert_true(when_read("2024-02-29", &w));
	assert_false(w.has_time);
	assert_true(when_read("2026-11-22 14:35:09.123+03", &w));
	assert_int_equal(w.hour * 10000 + w.minute * 100 + w.second, 143509);
	assert_int_equal(w.zone, '+');
	assert_int_equal(w.zone_hour, 3);
	assert_string_equal(when_text(arena, "2026-11-22"), "22.11.2026");
	assert_string_equal(when_text(arena, "2026-11-22T14:35:00Z"),
	    "22.11.2026 14:35");
	assert_string_equal(when_text(arena, NULL), "—");
	assert_string_equal(when_iso(arena, "2026-11-22 14:35+03:00"),
	    "2026-11-22T14:35:00+03:00");
	assert_string_equal(when_iso(arena, "2026-11-22"),
	    "2026-11-22T00:00:00Z");
	assert_null(when_iso(arena, "soon"));
	assert_string_equal(when_text(arena, "soon"), "—");
}

static void
test_fill_and_count(void **state)
{
	const char *args[] = { "a", "{1}" };

	(void)state;
	assert_string_equal(text_fill(arena, "{2} of {1}, {3} {", args, 2),
	    "{1} of a, {3} {");
	assert_string_equal(text_fill(arena, "", args, 2), "");
	assert_string_equal(text_count(arena, 0), "0");
	assert_string_equal(text_count(arena, 1496), "1496");
	assert_string_equal(text_count(arena, 12345), "12\u00a0345");
	assert_string_equal(text_count(arena, -1234567),
	    "-1\u00a0234\u00a0567");
}

static void
test_scale(void **state)
{
	static const double most[] = { 0, 0.3, 1, 4, 5, 7, 99, 427, 1e6 };

	(void)state;
	for (size_t i = 0; i < sizeof(most) / sizeof(most[0]); i++) {
		struct scale s = scale_for(most[i]);

		assert_true(s.top >= most[i] - 1e-9);
		assert_true(s.top <= most[i] * 2 + 1);
		assert_in_range(s.steps, 1, 6);
	}
	assert_string_equal(scale_number(arena, 2.5, 1), "2,5");
	assert_string_equal(scale_number(arena, 2.5, 0), "2.5");
	assert_string_equal(scale_number(arena, 40, 1), "40");
	assert_string_equal(scale_length(arena, 787.885), "787.89");
	assert_string_equal(scale_length(arena, 5.004), "5.00");
	assert_string_equal(scale_decimal(arena, "12.5", 1), "12,5");
	assert_string_equal(scale_decimal(arena, "12", 1), "12");
	assert_string_equal(scale_decimal(arena, "12,5", 0), "12.5");
}

static void
test_shown(void **state)
{
	/* cut off, overlong, surrogate, above Unicode, lone continuation */
	static const char *const bad[] = { "\xd0", "\xc0\xaf", "\xed\xa0\x80",
	    "\xf5\x80\x80\x80", "\x80", "\xe2\x82" };
	const char *p;
	char out[SHOWN_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		p = bad[i];
		assert_int_equal(shown_next(&p, p + strlen(p)), '?');
		assert_ptr_equal(p, bad[i] + 1);
	}
	p = "\u0436\t\u00ad\U0001f600\u202f";
	assert_int_equal(shown_next(&p, p + strlen(p)), 0x436);
	assert_int_equal(shown_next(&p, p + strlen(p)), ' ');
	assert_int_equal(shown_next(&p, p + strlen(p)), 0);
	assert_int_equal(shown_next(&p, p + strlen(p)), '?');
	assert_int_equal(shown_next(&p, p + strlen(p)), 0xa0);
	assert_int_equal(*p, '\0');
	assert_int_equal(shown_put(out, 0x2265), 3);
	assert_memory_equal(out, "\u2265", 3);
}

/* All lines fit, and nothing but blanks and line feeds is lost. */
static void
check_wrap(struct pdf *pdf, const char *text, double width)
{
	const struct style s = { PDF_REGULAR, 9, INK_TEXT };
	struct span *lines;
	size_t n = text_wrap(arena, pdf, &s, text, width, &lines);
	const char *p = text;

	assert_true(n >= 1);
	for (size_t i = 0; i < n; i++) {
		p += i == 0 ? 0 : strspn(p, " \n");
		assert_ptr_equal(lines[i].text, lines[i].len > 0 ? p :
		    lines[i].text);
		assert_true(pdf_text_width(pdf, s.font, s.size, lines[i].text,
		    lines[i].len) <= width + 0.01 || lines[i].len <= 4);
		p = lines[i].text + lines[i].len;
	}
	assert_int_equal(strspn(p, " \n"), strlen(p));
}

static void
test_wrap(void **state)
{
	static const char *const texts[] = { "", " ", "\n", "a\n\nb", "слово",
	    "Морфин, таблетки пролонгированного действия 30 мг",
	    "\xd0\xb9\xb9\xb9\xb9\xb9\xb9\xb9\xb9\xb9\xb9\xb9",
	    "Фиброзно-кавернозный/инфильтративный", "a  b   c    ",
	    "ооооооооооооооооооооооооооооооооооооооооооооооооооооооооооооо",
	    "10 мг 20 мг 30 мг 40 мг", "\xd0\xd0\xd0\xff\xfe ab", "   x",
	    "А. Б. В. Г. Д. Е. Ж. З. И. К. Л. М. Н. О. П." };
	const struct pdf_meta meta = usual_meta();
	const struct style s = { PDF_REGULAR, 9, INK_TEXT };
	struct pdf *pdf = pdf_new(arena, &meta);
	struct pdf_bytes out;
	struct span *lines;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		for (double width = 0; width < 200; width += 7)
			check_wrap(pdf, texts[i], width);
	assert_int_equal(text_wrap(arena, pdf, &s, "доза 10 мг", pdf_text_width(
	    pdf, s.font, s.size, "доза 10", strlen("доза 10")) + 1, &lines),
	    2);
	assert_memory_equal(lines[1].text, "10 мг", strlen("10 мг"));
	assert_int_equal(text_wrap(arena, pdf, &s, "a\nb", 500, &lines), 2);
	pdf_page(pdf);
	assert_int_equal(pdf_finish(pdf, &out), OK);
}

static void
test_document(void **state)
{
	const struct pdf_meta meta = usual_meta();
	struct pdf *pdf = pdf_new(arena, &meta);
	struct pdf_bytes out;
	static const char text[] = "ж\xff\U0001f600\u2c60";

	(void)state;
	pdf_page(pdf);
	pdf_text(pdf, 50, 50, PDF_BOLD, 10, INK_TEXT, text, strlen(text));
	pdf_bookmark(pdf, 1, "a chapter's part without a chapter", 50);
	pdf_identity_box(pdf, 10, 20, 100, 40);
	assert_int_equal(pdf_finish(pdf, &out), OK);
	assert_true(out.len > 1000);
	assert_memory_equal(out.data, "%PDF-1.4", 8);
	/* x + edge + pad, height - y - h + pad, …: as pdf.h says. */
	assert_non_null(memmem(out.data, out.len,
	    "(1 19.00 787.89 85.00 28.00)", 28));
}

/* One failure per document; everything after it must do nothing. */
static void
expect_failed(const struct pdf_meta *meta, size_t pages)
{
	struct pdf *pdf = pdf_new(arena, meta);
	struct pdf_bytes out = { (const unsigned char *)"x", 1 };
	struct flow f;

	flow_start(&f, arena, pdf);
	flow_title(&f, "kind", "title");
	flow_heading(&f, 0, "heading", 10);
	flow_note(&f, "note");
	pdf_identity_box(pdf, 0, 0, 50, 50);
	pdf_dot(pdf, 1, 1, 1, INK_RED);
	for (size_t i = 0; i < pages; i++)
		pdf_page(pdf);
	flow_end(&f, &(struct running){ "a", "b" }, "c", "{1} {2}");
	assert_int_equal(pdf_finish(pdf, &out), FAILED);
	assert_null(out.data);
	assert_int_equal(out.len, 0);
}

static void
test_failures(void **state)
{
	char dir[] = "/tmp/t-pdf-XXXXXX", path[64];
	struct pdf_meta meta = usual_meta();
	FILE *f;

	(void)state;
	expect_failed(&meta, PDF_MAX_PAGES);
	meta.created = "yesterday";
	expect_failed(&meta, 1);
	meta = usual_meta();
	meta.fonts = "/nonexistent";
	expect_failed(&meta, 1);

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/PTS55F.ttf", dir);
	assert_non_null(f = fopen(path, "w"));
	fputs("this is not a font, however long it may be made", f);
	assert_int_equal(fclose(f), 0);
	meta.fonts = dir;
	expect_failed(&meta, 1);
	unlink(path);
	rmdir(dir);
}

/* Rows of any height: on the page or over several, never below its foot. */
static void
test_tall_rows(void **state)
{
	const struct pdf_meta meta = usual_meta();
	const struct column columns[] = { { "a", 1, ALIGN_LEFT, 0 },
	    { "b", 3, ALIGN_RIGHT, 0 }, { "c", 1, ALIGN_LEFT, 1 } };
	char *tall = arena_alloc(arena, 9001);
	const char *const cells[][3] = { { "group" }, { "x", tall, NULL },
	    { "y", NULL, NULL }, { "z", tall + 7000, NULL }, { "total" } };
	struct row rows[5];
	struct pdf_bytes out;
	struct flow f;

	(void)state;
	memset(tall, 'w', 9000);
	for (size_t i = 0; i < 5; i++)
		rows[i] = (struct row){ cells[i], ROW_PLAIN, -1 };
	rows[0].kind = ROW_GROUP;
	rows[4].kind = ROW_TOTAL;
	flow_start(&f, arena, pdf_new(arena, &meta));
	for (size_t i = 0; i < 3; i++) {
		flow_table(&f, &(struct table){ .columns = columns,
		    .ncolumns = 3, .rows = rows, .nrows = 5 });
		assert_true(f.y <= f.bottom + 5);
	}
	flow_table(&f, &(struct table){ .columns = columns, .ncolumns = 3,
	    .rows = rows });
	assert_in_range(pdf_pages(f.pdf), 6, 12);
	assert_int_equal(pdf_finish(f.pdf, &out), OK);
}

/* Figures without any value, with all hidden, with gaps. */
static void
test_charts(void **state)
{
	const struct pdf_meta meta = usual_meta();
	static const char long_label[] = "очень длинная подпись, которая не"
	    " помещается ни в одну, ни в две строки поля";
	const char *const labels[] = { "один", "два", long_label };
	const double empty[] = { 0, 0, 0 }, hidden[] = { -1, -1, -1 };
	const double gap[] = { 3, (double)NAN, 12.5 };
	const double *const values[] = { empty, hidden, gap };
	const struct area area = { 50, 50, 400, 150 };
	struct pdf *pdf = pdf_new(arena, &meta);
	struct pdf_bytes out;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const struct series s[] = { { "a", values[i] },
		    { "b", values[(i + 1) % 3] } };
		struct chart c = { .labels = labels, .n = 3,
		    .series = s, .nseries = 2, .unit = "unit",
		    .hidden = "<5", .comma = 1 };

		for (c.n = 0; c.n <= 3; c.n++) {
			pdf_page(pdf);
			chart_bars(pdf, arena, &c, area);
			chart_groups(pdf, arena, &c, area);
			chart_lines(pdf, arena, &c, area);
			chart_pyramid(pdf, arena, &c, area);
		}
	}
	assert_int_equal(pdf_finish(pdf, &out), OK);
}

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_when),
		cmocka_unit_test(test_fill_and_count),
		cmocka_unit_test(test_scale),
		cmocka_unit_test(test_shown),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_document),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_tall_rows),
		cmocka_unit_test(test_charts),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
