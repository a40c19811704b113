/* filling.c: rows of the summary's tables, cell by cell. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pages/report/filling.h"
#include "pages/timing.h"
#include "web/i18n.h"

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

/* So many places after the point, or at most so many. */
static const char *
number_text(const struct ctx *c, struct ratio r, int places, bool fixed)
{
	char text[DECIMAL_TEXT];
	struct decimal d;
	const char *point;

	if (ratio_round(r, places, &d) != OK)
		return NULL;
	decimal_print(d, text);
	point = strchr(text, '.');
	if (places == 0 || (point == NULL && !fixed))
		return text_count(c->arena, strtol(text, NULL, 10));
	point = point == NULL ? "" : point + 1;
	return text_printf(c->arena, "%s%s%.*s", text_count(c->arena,
	    strtol(text, NULL, 10)), decimal_text(c, text_printf(c->arena,
	    ".%s", point)), fixed ? places - (int)strlen(point) : 0,
	    "000000");
}

static int
places_of(struct ratio r)
{
	return ratio_known(r) && ratio_compare(r, ratio_whole(
	    WITHOUT_PLACES)) >= 0 ? 0 : 1;
}

const char *
fill_ratio(const struct ctx *c, struct ratio r, int places, bool hidden)
{
	return hidden ? TABLES_HIDDEN : number_text(c, r, places, true);
}

const char *
fill_large(const struct ctx *c, struct ratio r, bool hidden)
{
	return fill_ratio(c, r, places_of(r), hidden);
}

const char *
fill_dose(const struct ctx *c, struct ratio r)
{
	return number_text(c, r, places_of(r), false);
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

void
fill_need(struct filling *f, const struct need_row *row, int counts)
{
	fill_row(f, ROW_PLAIN, row->label);
	fill_cell(f, fill_count(f->c, row->patients, row->hidden));
	for (int i = 0; i < counts; i++)
		fill_cell(f, fill_count(f->c, row->n[i], row->hidden));
}

const char *
fill_target(const struct ctx *c, long target, bool down)
{
	return target == 0 ? NULL : text_printf(c->arena, "%s %ld", down ?
	    "\xe2\x89\xa4" : "\xe2\x89\xa5", target);
}

const char *
fill_reached(const struct ctx *c, long target, bool down, long yes, long of)
{
	if (target == 0 || of <= 0)
		return NULL;
	return (yes * 100 >= target * of) != down ? tr(c, N_("reached")) :
	    tr(c, N_("not reached"));
}
