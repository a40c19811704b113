/* section.c: a report of tables and charts, told in sections. */

#include <string.h>

#include "reports/chart.h"
#include "reports/section.h"
#include "reports/when.h"

#define PYRAMID_HEIGHT	158.0
#define FIGURE_HEIGHT	150.0
#define GAP		20.0
#define MOST_BARS	10	/* rows drawn as bars */
#define ENTRY_HEIGHT	17.0	/* of the contents */
#define NAME_HEIGHT	15.0	/* over a small chart */

static const struct style statement_style = { PDF_REGULAR, 9.5, INK_TEXT };
static const struct style entry_style = { PDF_REGULAR, 10, INK_TEXT };
static const struct style heading_style = { PDF_BOLD, 12, INK_TEXT };
static const struct style name_style = { PDF_BOLD, 8.5, INK_TEXT };

/* A report under way. */
struct telling {
	struct report			 r;
	const struct section_report	*in;
	size_t				 contents;	/* its page, from 0 */
	size_t				*pages;		/* of the sections */
};

/* The values of series s, for the first n rows. */
static struct series
series_of(const struct telling *t, const struct section *s, size_t which,
    size_t n)
{
	double *v = arena_array(t->r.arena, n, sizeof(*v));

	for (size_t i = 0; i < n; i++)
		v[i] = s->values[i * s->nseries + which];
	return (struct series){ s->series[which], v };
}

static struct chart
chart_of(const struct telling *t, const struct section *s, size_t n,
    struct series *series)
{
	const char **labels = arena_array(t->r.arena, n, sizeof(*labels));

	for (size_t i = 0; i < n; i++)
		labels[i] = s->rows[i].cells[0];
	for (size_t i = 0; i < s->nseries; i++)
		series[i] = series_of(t, s, i, n);
	return (struct chart){ .labels = labels, .n = n, .series = series,
	    .nseries = s->nseries, .unit = s->unit, .hidden = t->in->hidden,
	    .comma = report_comma(&t->r) };
}

/* The page of a chart with its heading, and where it is drawn. */
static struct area
place_chart(struct telling *t, const struct section *s, double height)
{
	struct flow *f = &t->r.flow;

	flow_heading(f, 1, s->chart_heading, height);
	pdf_tag(f->pdf, PDF_FIGURE, s->chart_heading);
	return (struct area){ f->left, f->y, f->width, height };
}

static void
put_bars(struct telling *t, const struct section *s)
{
	struct series series[SECTION_SERIES];
	size_t n = s->nvalues < MOST_BARS ? s->nvalues : MOST_BARS;
	struct chart c = chart_of(t, s, n, series);
	double height = chart_bars_height(&c);

	chart_bars(t->r.pdf, t->r.arena, &c, place_chart(t, s, height));
	flow_space(&t->r.flow, height + 4);
}

static void
put_pyramid(struct telling *t, const struct section *s)
{
	struct series series[SECTION_SERIES];
	struct chart c = chart_of(t, s, s->nvalues, series);

	chart_pyramid(t->r.pdf, t->r.arena, &c, place_chart(t, s,
	    PYRAMID_HEIGHT));
	flow_space(&t->r.flow, PYRAMID_HEIGHT + 4);
}

static void
put_months(struct telling *t, const struct section *s)
{
	struct series series[SECTION_SERIES];
	struct chart c = chart_of(t, s, s->nvalues, series);
	struct area area = place_chart(t, s, FIGURE_HEIGHT);

	area.w = (area.w - GAP) / 2;
	c.nseries = s->nseries - 1;
	chart_groups(t->r.pdf, t->r.arena, &c, area);
	area.x += area.w + GAP;
	c.series = &series[s->nseries - 1];
	c.nseries = 1;
	chart_lines(t->r.pdf, t->r.arena, &c, area);
	flow_space(&t->r.flow, FIGURE_HEIGHT + 4);
}

/* Small multiples: the same rows, a chart a series, two in a line. */
static void
put_multiples(struct telling *t, const struct section *s)
{
	struct series series[SECTION_SERIES];
	struct chart c = chart_of(t, s, s->nvalues, series);
	struct area area;
	double height;

	c.nseries = 1;
	height = chart_bars_height(&c) + NAME_HEIGHT;
	area = place_chart(t, s, height * (double)((s->nseries + 1) / 2));
	area.w = (area.w - GAP) / 2;
	area.h = height - NAME_HEIGHT;
	for (size_t i = 0; i < s->nseries; i++) {
		c.series = &series[i];
		area.x = t->r.flow.left + (double)(i % 2) * (area.w + GAP);
		area.y = t->r.flow.y + (double)(i / 2) * height;
		text_line(t->r.pdf, area.x, area.y + name_style.size, area.w,
		    ALIGN_LEFT, &name_style, (struct span){ series[i].name,
		    strlen(series[i].name) });
		area.y += NAME_HEIGHT;
		chart_bars(t->r.pdf, t->r.arena, &c, area);
	}
	flow_space(&t->r.flow, height * (double)((s->nseries + 1) / 2) + 4);
}

static void
put_section(struct telling *t, const struct section *s)
{
	static void (*const put[])(struct telling *,
	    const struct section *) = {
		[SECTION_PLAIN] = NULL,
		[SECTION_BARS] = put_bars,
		[SECTION_PYRAMID] = put_pyramid,
		[SECTION_MONTHS] = put_months,
		[SECTION_MULTIPLES] = put_multiples,
	};
	const struct table table = {
		.columns = s->columns,
		.ncolumns = s->ncolumns,
		.rows = s->rows,
		.nrows = s->nrows,
		.size = s->ncolumns > 6 ? 7.6 : 0,
		.note = s->note,
	};

	flow_heading(&t->r.flow, 0, s->heading, flow_table_keep(&t->r.flow,
	    &table));
	t->pages[s - t->in->sections] = pdf_pages(t->r.pdf);
	flow_table(&t->r.flow, &table);
	if (put[s->chart] != NULL && s->nvalues > 0) {
		put[s->chart](t, s);
		pdf_tag(t->r.pdf, PDF_TEXT, NULL);
	}
}

/* Leave room for the contents: whole pages, filled once all is told. */
static void
leave_contents(struct telling *t)
{
	struct flow *f = &t->r.flow;

	flow_page(f);
	t->contents = pdf_pages(t->r.pdf) - 1;
	pdf_bookmark(t->r.pdf, 0, t->in->contents, f->y);
}

static void
put_contents(struct telling *t)
{
	struct flow *f = &t->r.flow;
	double y = f->top + heading_style.size;

	pdf_turn_to(t->r.pdf, t->contents);
	pdf_tag(t->r.pdf, PDF_CHAPTER, NULL);
	text_line(t->r.pdf, f->left, y, f->width, ALIGN_LEFT, &heading_style,
	    (struct span){ t->in->contents, strlen(t->in->contents) });
	pdf_tag(t->r.pdf, PDF_TEXT, NULL);
	for (size_t i = 0; i < t->in->nsections; i++) {
		const char *name = t->in->sections[i].heading;
		const char *page = text_count(t->r.arena, (long)t->pages[i]);

		y += ENTRY_HEIGHT;
		text_line(t->r.pdf, f->left, y, f->width - 40, ALIGN_LEFT,
		    &entry_style, (struct span){ name, strlen(name) });
		text_line(t->r.pdf, f->left, y, f->width, ALIGN_RIGHT,
		    &entry_style, (struct span){ page, strlen(page) });
		pdf_fill(t->r.pdf, f->left, y + 5, f->width, 0.4, INK_RULE);
	}
}

enum status
section_pdf(struct arena *a, const struct section_report *in,
    struct pdf_bytes *out)
{
	struct telling t = { .in = in };
	struct when w;

	*out = (struct pdf_bytes){ 0 };
	if (!when_read(in->terms.from, &w) || !when_read(in->terms.to, &w) ||
	    !when_read(in->terms.made_at, &w))
		return INVALID;
	t.pages = arena_array(a, in->nsections, sizeof(*t.pages));
	report_begin(&t.r, a, &t.in->terms, in->title, in->landscape);
	flow_facts(&t.r.flow, in->facts, in->nfacts, 2);
	if (in->statement != NULL)
		flow_text(&t.r.flow, &statement_style, in->statement);
	if (in->contents != NULL) {
		leave_contents(&t);
		flow_page(&t.r.flow);
	}
	for (size_t i = 0; i < in->nsections; i++)
		put_section(&t, &in->sections[i]);
	if (in->contents != NULL)
		put_contents(&t);
	return report_end(&t.r, in->subject, out);
}
