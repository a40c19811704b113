/* fuzz-pdf-layout.c: a report with any words in it is made, and each character stands in it or a sign for it. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "reports/section.h"
#include "reports/shown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { COLUMNS = 5, MOST_ROWS = 60, LONGEST = 4000 };

static const char *
same(const void *lang, const char *msgid)
{
	(void)lang;
	return msgid;
}

/*
 * The words of the input, in turn: one to a cell, between line feeds; a byte
 * before each row says of what kind it is and what is drawn of it.
 */
struct words {
	struct arena	*arena;
	const uint8_t	*at;
	size_t		 len;
};

static unsigned
next_byte(struct words *w)
{
	if (w->len == 0)
		return 0;
	w->len--;
	return *w->at++;
}

static const char *
next_word(struct words *w)
{
	size_t n = 0;
	char *text;

	while (n < w->len && w->at[n] != '\n' && n < LONGEST)
		n++;
	text = arena_alloc(w->arena, n + 1);
	if (n > 0)
		memcpy(text, w->at, n);
	w->at += n < w->len ? n + 1 : n;
	w->len -= n < w->len ? n + 1 : n;
	return text;
}

static size_t
fill_rows(struct words *w, struct row *rows, double *values)
{
	size_t n = 0;

	for (; w->len > 0 && n < MOST_ROWS; n++) {
		const char **cells = arena_array(w->arena, COLUMNS,
		    sizeof(*cells));
		unsigned kind = next_byte(w);

		for (size_t i = 0; i < COLUMNS; i++)
			cells[i] = next_word(w);
		rows[n] = (struct row){ cells, (enum row_kind)(kind % 3),
		    (kind >> 2 & 7) / 7.0 };
		for (size_t i = 0; i < 3; i++)
			values[n * 3 + i] = (double)(kind >> i) - 3;
	}
	return n;
}

/* No character is lost: left out are those that are never seen, no others. */
static void
check_shown(const char *text)
{
	const char *p = text, *end = text + strlen(text);

	while (p < end) {
		const char *was = p;
		unsigned c = shown_next(&p, end);

		assert(p > was && c < SHOWN_LIMIT);
		assert(c != 0 || p - was > 1);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const series[] = { "one", "two", "three" };
	struct words w = { arena_new(), data, size };
	const char *title = next_word(&w);
	const struct column columns[COLUMNS] = {
		{ title, 1, ALIGN_RIGHT, 0 }, { next_word(&w), 4, ALIGN_LEFT, 0 },
		{ "c", 2, ALIGN_CENTRE, 0 }, { "d", 2, ALIGN_LEFT, 1 },
		{ next_word(&w), 1, ALIGN_LEFT, 0 } };
	struct row rows[MOST_ROWS];
	double values[MOST_ROWS * 3];
	struct section s = { .code = "s", .heading = columns[1].title,
		.note = columns[4].title, .columns = columns,
		.ncolumns = COLUMNS, .rows = rows, .series = series,
		.nseries = 3, .values = values, .chart_heading = title,
		.chart = (enum section_chart)(next_byte(&w) % 5) };
	struct pdf_bytes out;

	if (s.chart == SECTION_PYRAMID)
		s.nseries = 2;
	s.nrows = fill_rows(&w, rows, values);
	s.nvalues = s.nrows < 12 ? s.nrows : 12;
	check_shown(title);
	assert(section_pdf(w.arena, &(struct section_report){
	    .terms = { .tr = same, .lang_code = "ru",
		.fonts = "/usr/share/fonts/truetype/paratype",
		.institution = title, .from = "2026-01-01", .to = "2026-12-31",
		.made_at = "2026-12-31 14:35+03:00", .made_by = title },
	    .title = title, .subject = title, .statement = columns[1].title,
	    .contents = size % 2 == 0 ? title : NULL, .hidden = "x",
	    .sections = &s, .nsections = 1 }, &out) == OK);
	assert(out.len > 1000 && memcmp(out.data, "%PDF-1.4", 8) == 0);
	arena_free(w.arena);
	return 0;
}
