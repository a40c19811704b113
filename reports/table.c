/* table.c: tables that keep their head on every page. */

#include <assert.h>

#include "reports/chart.h"
#include "reports/table.h"

#define USUAL_SIZE	8.5
#define HEAD_SIZE	7.2
#define LEADING		1.28
#define ASCENT		0.98
#define PAD_X		4.5
#define PAD_Y		2.6
#define BAR_HEIGHT	6.5
#define HIDDEN_BAR	6.0	/* what is drawn of a bar that is hidden */

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

static double
row_height(const struct layout *l, const struct row *r)
{
	struct cell cells[TABLE_MAX_COLUMNS];

	return lines_height(l, wrap_row(l, r, cells));
}

static void
place_columns(struct layout *l)
{
	const struct table *t = l->table;
	double sum = 0, x = l->flow->left;
	size_t most = 1, n;

	for (size_t i = 0; i < t->ncolumns; i++)
		sum += t->columns[i].weight;
	for (size_t i = 0; i < t->ncolumns; i++) {
		l->x[i] = x;
		l->width[i] = l->flow->width * t->columns[i].weight / sum;
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
draw_bar(const struct layout *l, size_t column, double value, double height)
{
	double room = l->width[column] - 2 * PAD_X;
	double x = l->x[column] + PAD_X;
	double y = l->flow->y + (height - BAR_HEIGHT) / 2;

	if (value < 0)
		chart_hatch(l->flow->pdf, x, y, HIDDEN_BAR, BAR_HEIGHT,
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
			draw_bar(l, i, r->bar, height);
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
	struct cell cells[TABLE_MAX_COLUMNS];
	size_t n = wrap_row(l, r, cells), from = 0, to;
	double page = f->bottom - f->top - l->head_height;

	if (lines_height(l, n) <= page) {
		draw_part(l, r, cells, 0, n);
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
		draw_part(l, r, cells, from, to);
		from = to;
	}
}

/*
 * The height that must be free to draw row i: a group row wants the next
 * one with it, and the last row before a total takes that along.
 */
static double
wanted(const struct layout *l, size_t i)
{
	const struct table *t = l->table;
	double height = row_height(l, &t->rows[i]);
	int more = i + 1 < t->nrows;

	if (more && (t->rows[i].kind == ROW_GROUP ||
	    (t->rows[i].kind == ROW_PLAIN &&
	    t->rows[i + 1].kind == ROW_TOTAL)))
		height += wanted(l, i + 1);
	return height;
}

/* What of it is asked for when it is more than a page can hold. */
static double
wanted_here(const struct layout *l, size_t i)
{
	double page = l->flow->bottom - l->flow->top - l->head_height;
	double height = wanted(l, i);

	if (height > page)
		height = row_height(l, &l->table->rows[i]);
	return height > page ? lines_height(l, 3) : height;
}

void
flow_table(struct flow *f, const struct table *t)
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
	flow_need(f, l.head_height + (t->nrows > 0 ? wanted_here(&l, 0) : 0));
	draw_head(&l);
	for (size_t i = 0; i < t->nrows; i++) {
		if (i > 0 && f->y + wanted_here(&l, i) > f->bottom)
			turn(&l);
		draw_row(&l, &t->rows[i]);
	}
	pdf_fill(f->pdf, f->left, f->y - 0.6, f->width, 0.6, INK_QUIET);
	flow_space(f, 4);
}
