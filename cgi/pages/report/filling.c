/* filling.c: rows of the summary's tables, cell by cell. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pages/report/filling.h"
#include "pages/timing.h"

enum { WITHOUT_PLACES = 1000 };		/* from here on */

/* n / of in percent with one decimal, halves up; NULL is a dash. */
const char *
fill_percent(const struct ctx *c, long n, long of)
{
	long mille;

	if (of <= 0)
		return NULL;
	mille = (n * 2000 + of) / (of * 2);
	return decimal_text(c, text_printf(c->arena, "%ld.%ld", mille / 10,
	    mille % 10));
}

const char *
fill_count(const struct ctx *c, long n, bool hidden)
{
	return hidden ? TABLES_HIDDEN : text_count(c->arena, n);
}

const char *
fill_ratio(const struct ctx *c, struct ratio r, int places, bool hidden)
{
	char text[DECIMAL_TEXT];
	struct decimal d;
	const char *point;

	if (hidden)
		return TABLES_HIDDEN;
	if (ratio_round(r, places, &d) != OK)
		return NULL;
	decimal_print(d, text);
	point = strchr(text, '.');
	return text_printf(c->arena, "%s%s", text_count(c->arena,
	    strtol(text, NULL, 10)), point == NULL ? "" : decimal_text(c,
	    text_copy(c->arena, point)));
}

const char *
fill_large(const struct ctx *c, struct ratio r, bool hidden)
{
	bool large = ratio_known(r) && ratio_compare(r, ratio_whole(
	    WITHOUT_PLACES)) >= 0;

	return fill_ratio(c, r, large ? 0 : 1, hidden);
}

struct filling
fill_begin(const struct ctx *c, size_t rows)
{
	return (struct filling){ .c = c,
	    .rows = arena_array(c->arena, rows + 1, sizeof(struct row)) };
}

void
fill_row(struct filling *f, enum row_kind kind, const char *label)
{
	f->cells = arena_array(f->c->arena, MAX_CELLS, sizeof(*f->cells));
	f->cells[0] = label;
	f->ncells = 1;
	f->rows[f->nrows++] = (struct row){ .cells = f->cells, .kind = kind };
}

void
fill_cell(struct filling *f, const char *text)
{
	f->cells[f->ncells++] = text;
}

struct column *
fill_columns(const struct ctx *c, const struct column *from, size_t n)
{
	struct column *out = arena_array(c->arena, n, sizeof(*out));

	for (size_t i = 0; i < n; i++) {
		out[i] = from[i];
		out[i].title = tr(c, from[i].title);
	}
	return out;
}

struct section *
fill_section(struct making *m, const char *code, const char *heading,
    const struct column *columns, size_t n, const struct filling *f)
{
	struct section *s = &m->out[m->n++];

	*s = (struct section){ .code = code, .heading = heading,
	    .columns = columns, .ncolumns = n, .rows = f->rows,
	    .nrows = f->nrows };
	return s;
}
