/* table.c: tables that keep their head on every page. */

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "reports/table.h"

#define USUAL_SIZE	8.5
#define HEAD_SIZE	7.2
#define LEADING		1.28
#define ASCENT		0.98
#define PAD_X		4.5
#define PAD_Y		2.6
#define BAR_HEIGHT	6.5
#define HIDDEN_BAR	6.0	/* what is drawn of a bar that is hidden */
#define MOST_OF_PAGE	0.4	/* for a table that is not torn */
#define SMALL_ROWS	16
#define MEASURED_ROWS	400	/* whose words are measured */
#define AFTER		4.0	/* free below a table */

struct cell {
	struct span	*lines;
	size_t		 n;
};

struct layout {
	struct flow		*flow;
	const struct table	*table;
	struct style		 body;
	struct style		 head;
	struct style		 strong;
	double			 x[TABLE_MAX_COLUMNS];
	double			 width[TABLE_MAX_COLUMNS];
	struct cell		 titles[TABLE_MAX_COLUMNS];
	const struct row	*broken;	/* the row whose cells these are */
	struct cell		 cells[TABLE_MAX_COLUMNS];
	size_t			 lines;
	double			 head_height;
};

static const struct style *
row_style(const struct layout *l, const struct row *r)
{
	return r->kind == ROW_PLAIN ? &l->body : &l->strong;
}

static size_t
wrap_cell(const struct layout *l, const struct style *s, const char *text,
    double width, struct cell *out)
{
	if (text == NULL || text[0] == '\0')
		text = "\xe2\x80\x94";
	out->n = text_wrap(l->flow->arena, l->flow->pdf, s, text,
	    width - 2 * PAD_X, &out->lines);
	return out->n;
}

/* Break all cells of a row into lines; returns how many lines it takes. */
static size_t
wrap_row(const struct layout *l, const struct row *r, struct cell *cells)
{
	const struct table *t = l->table;
	size_t most = 1, n;

	if (r->kind == ROW_GROUP)
		return wrap_cell(l, &l->strong, r->cells[0], l->flow->width,
		    &cells[0]);
	for (size_t i = 0; i < t->ncolumns; i++) {
		cells[i].n = 0;
		if (t->columns[i].bar)
			continue;
		n = wrap_cell(l, row_style(l, r), r->cells[i], l->width[i],
		    &cells[i]);
		most = n > most ? n : most;
	}
	return most;
}

static double
lines_height(const struct layout *l, size_t n)
{
	return (double)n * l->body.size * LEADING + 2 * PAD_Y;
}

/* A row that is measured and then drawn is broken once. */
static size_t
break_row(struct layout *l, const struct row *r)
{
	if (l->broken != r)
		l->lines = wrap_row(l, r, l->cells);
	l->broken = r;
	return l->lines;
}

static double
row_height(struct layout *l, const struct row *r)
{
	return lines_height(l, break_row(l, r));
}

/* The least width of a column, for its words. */
static double
least_width(const struct layout *l, size_t column)
{
	const struct table *t = l->table;
	struct pdf *pdf = l->flow->pdf;
	double most = text_least(pdf, &l->head, t->columns[column].title);
	double width;

	for (size_t i = 0; i < t->nrows && i < MEASURED_ROWS; i++) {
		const struct row *r = &t->rows[i];

		if (t->columns[column].bar || r->kind == ROW_GROUP ||
		    r->cells[column] == NULL)
			continue;
		width = text_least(pdf, row_style(l, r), r->cells[column]);
		most = width > most ? width : most;
	}
	return most + 2 * PAD_X + 0.1;
}

/*
 * Widths by weight, those that were too narrow fixed at their least; false:
 * one more is too narrow now, or there is no room.
 */
static bool
share_width(struct layout *l, bool *fixed, const double *least)
{
	const struct table *t = l->table;
	double sum = 0, room = l->flow->width;
	bool again = false;

	for (size_t i = 0; i < t->ncolumns; i++) {
		if (fixed[i])
			room -= least[i];
		else
			sum += t->columns[i].weight;
	}
	for (size_t i = 0; i < t->ncolumns; i++) {
		l->width[i] = fixed[i] ? least[i] :
		    room * t->columns[i].weight / sum;
		if (!fixed[i] && l->width[i] < least[i])
			fixed[i] = again = true;
	}
	return room > 0 && !again;
}

/* Where there is no room for all words, the longest are torn. */
static void
set_widths(struct layout *l)
{
	const size_t n = l->table->ncolumns;
	double least[TABLE_MAX_COLUMNS], capped[TABLE_MAX_COLUMNS];

	for (size_t i = 0; i < n; i++)
		least[i] = least_width(l, i);
	for (double limit = l->flow->width / 2; limit > 1; limit *= 0.8) {
		bool fixed[TABLE_MAX_COLUMNS] = { false };

		for (size_t i = 0; i < n; i++)
			capped[i] = least[i] < limit ? least[i] : limit;
		for (size_t i = 0; i < n; i++)
			if (share_width(l, fixed, capped))
				return;
	}
}

static void
place_columns(struct layout *l)
{
	const struct table *t = l->table;
	double x = l->flow->left;
	size_t most = 1, n;

	set_widths(l);
	for (size_t i = 0; i < t->ncolumns; i++) {
		l->x[i] = x;
		x += l->width[i];
		n = wrap_cell(l, &l->head, t->columns[i].title, l->width[i],
		    &l->titles[i]);
		most = n > most ? n : most;
	}
	l->head_height = (double)most * l->head.size * LEADING + 2 * PAD_Y + 2;
}

static void
draw_head(struct layout *l)
{
	struct flow *f = l->flow;
	double y = f->y + l->head_height - PAD_Y - 1;

	pdf_fill(f->pdf, f->left, f->y, f->width, 1, INK_JADE);
	for (size_t i = 0; i < l->table->ncolumns; i++) {
		const struct cell *c = &l->titles[i];

		for (size_t j = 0; j < c->n; j++)
			text_line(f->pdf, l->x[i] + PAD_X, y - l->head.size *
			    (LEADING * (double)(c->n - 1 - j) + 0.25),
			    l->width[i] - 2 * PAD_X,
			    l->table->columns[i].align, &l->head, c->lines[j]);
	}
	f->y += l->head_height;
	pdf_fill(f->pdf, f->left, f->y - 0.6, f->width, 0.6, INK_QUIET);
}

static void
draw_bar(const struct layout *l, size_t column, double value)
{
	double room = l->width[column] - 2 * PAD_X;
	double x = l->x[column] + PAD_X;
	double line = l->body.size * LEADING;
	double y = l->flow->y + PAD_Y + (line - BAR_HEIGHT) / 2;

	if (value < 0)
		pdf_hatch(l->flow->pdf, x, y, HIDDEN_BAR, BAR_HEIGHT,
		    INK_QUIET);
	else
		pdf_fill(l->flow->pdf, x, y, room * value, BAR_HEIGHT,
		    INK_JADE);
}

static void
draw_cell(const struct layout *l, const struct row *r, size_t i,
    const struct cell *c, size_t from, size_t to)
{
	const struct style *s = row_style(l, r);
	double width = r->kind == ROW_GROUP ? l->flow->width : l->width[i];

	for (size_t j = from; j < to && j < c->n; j++)
		text_line(l->flow->pdf, l->x[i] + PAD_X, l->flow->y + PAD_Y +
		    s->size * (ASCENT - 0.1 + LEADING * (double)(j - from)),
		    width - 2 * PAD_X, r->kind == ROW_GROUP ? ALIGN_LEFT :
		    l->table->columns[i].align, s, c->lines[j]);
}

/* Draw the lines from … to of a row's cells and go below them. */
static void
draw_part(struct layout *l, const struct row *r, const struct cell *cells,
    size_t from, size_t to)
{
	struct flow *f = l->flow;
	double height = lines_height(l, to - from);
	size_t n = r->kind == ROW_GROUP ? 1 : l->table->ncolumns;

	if (r->kind == ROW_GROUP)
		pdf_fill(f->pdf, f->left, f->y, f->width, height, INK_FAINT);
	if (r->kind == ROW_TOTAL)
		pdf_fill(f->pdf, f->left, f->y, f->width, 0.6, INK_QUIET);
	for (size_t i = 0; i < n; i++) {
		if (r->kind == ROW_PLAIN && l->table->columns[i].bar &&
		    from == 0)
			draw_bar(l, i, r->bar);
		else if (!l->table->columns[i].bar || r->kind == ROW_GROUP)
			draw_cell(l, r, i, &cells[i], from, to);
	}
	f->y += height;
	pdf_fill(f->pdf, f->left, f->y - 0.4, f->width, 0.4, INK_RULE);
}

/* The next page, with the head of the table on it. */
static void
turn(struct layout *l)
{
	flow_page(l->flow);
	draw_head(l);
}

static void
draw_row(struct layout *l, const struct row *r)
{
	struct flow *f = l->flow;
	double line = l->body.size * LEADING;
	size_t n = break_row(l, r), from = 0, to;
	double page = f->bottom - f->top - l->head_height;

	if (lines_height(l, n) <= page) {
		draw_part(l, r, l->cells, 0, n);
		return;
	}
	while (from < n) {
		double room = f->bottom - f->y - 2 * PAD_Y;

		if (room < line) {
			turn(l);
			continue;
		}
		to = from + (size_t)(room / line);
		to = to > n ? n : to;
		draw_part(l, r, l->cells, from, to);
		from = to;
	}
}

static bool
wants_next(const struct table *t, size_t i)
{
	if (i + 1 >= t->nrows)
		return false;
	return i == 0 || i + 2 == t->nrows || t->rows[i].kind == ROW_GROUP ||
	    (t->rows[i].kind == ROW_PLAIN && t->rows[i + 1].kind == ROW_TOTAL);
}

static double
note_height(const struct layout *l)
{
	return l->table->note == NULL ? 0 :
	    AFTER + flow_note_height(l->flow, l->table->note);
}

/*
 * The height that must be free to draw row i: the first one, a group row and
 * the last but one want the next with it, as does the last row before a
 * total; the last one takes the note along.
 */
static double
wanted(struct layout *l, size_t i)
{
	double height = 0;

	for (; wants_next(l->table, i); i++)
		height += row_height(l, &l->table->rows[i]);
	height += row_height(l, &l->table->rows[i]);
	return i + 1 == l->table->nrows ? height + note_height(l) : height;
}

/* What of it is asked for when it is more than a page can hold. */
static double
wanted_here(struct layout *l, size_t i)
{
	double page = l->flow->bottom - l->flow->top - l->head_height;
	double height = wanted(l, i);

	if (height > page)
		height = row_height(l, &l->table->rows[i]);
	return height > page ? lines_height(l, 3) : height;
}

/* The height of a small table, of another that of its beginning. */
static double
beginning(struct layout *l)
{
	const struct table *t = l->table;
	double most = MOST_OF_PAGE * (l->flow->bottom - l->flow->top);
	double height = l->head_height + note_height(l);

	if (t->nrows == 0)
		return height;
	for (size_t i = 0; i < t->nrows && i < SMALL_ROWS; i++)
		height += row_height(l, &t->rows[i]);
	return t->nrows <= SMALL_ROWS && height <= most ? height :
	    l->head_height + wanted_here(l, 0);
}

static struct layout
lay_out(struct flow *f, const struct table *t)
{
	double size = t->size > 0 ? t->size : USUAL_SIZE;
	struct layout l = {
		.flow = f,
		.table = t,
		.body = { PDF_REGULAR, size, INK_TEXT },
		.head = { PDF_SMALL, HEAD_SIZE, INK_QUIET },
		.strong = { PDF_BOLD, size, INK_TEXT },
	};

	assert(t->ncolumns > 0 && t->ncolumns <= TABLE_MAX_COLUMNS);
	place_columns(&l);
	return l;
}

double
flow_table_keep(struct flow *f, const struct table *t)
{
	struct layout l = lay_out(f, t);

	return beginning(&l);
}

void
flow_table(struct flow *f, const struct table *t)
{
	struct layout l = lay_out(f, t);

	flow_need(f, beginning(&l));
	draw_head(&l);
	for (size_t i = 0; i < t->nrows; i++) {
		if (i > 0 && f->y + wanted_here(&l, i) > f->bottom)
			turn(&l);
		draw_row(&l, &t->rows[i]);
	}
	pdf_fill(f->pdf, f->left, f->y - 0.6, f->width, 0.6, INK_QUIET);
	flow_space(f, AFTER);
	if (t->note != NULL)
		flow_note(f, t->note);
}
