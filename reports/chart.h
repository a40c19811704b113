/* chart.h: figures in the colours of the pages, readable in grey. */
#ifndef REPORTS_CHART_H
#define REPORTS_CHART_H

#include <stddef.h>

#include "reports/pdf.h"
#include "reports/span.h"

struct area {
	double	x;
	double	y;
	double	w;
	double	h;
};

/*
 * A value below 0 is one the reader must not see: its bar is a short hatched
 * stub, labelled with chart.hidden.  NAN is a missing one: a gap.
 */
struct series {
	const char	*name;
	const double	*values;	/* chart.n of them */
};

struct chart {
	const char *const	*labels;
	size_t			 n;
	const struct series	*series;
	size_t			 nseries;
	const char		*unit;		/* of the values; may be NULL */
	const char		*hidden;	/* "<5"; may be NULL */
	int			 comma;		/* decimal comma in numbers */
	double			 top;		/* of a curve's axis; 0: as needed */
};

/* Each series has its own ink and texture; there are this many of them. */
#define CHART_MAX_SERIES	4

/* A name for every series, in one line at the top of the area. */
void chart_legend(struct pdf *pdf, const struct chart *c, double x, double y);

/*
 * Horizontal bars, one group of series bars a label, with their values at
 * the ends.  The height they need is chart_bars_height().
 */
void chart_bars(struct pdf *pdf, struct arena *a, const struct chart *c,
    struct area area);
double chart_bars_height(const struct chart *c);

/* Upright bars in groups over labels, with an axis at the left. */
void chart_groups(struct pdf *pdf, struct arena *a, const struct chart *c,
    struct area area);

/* Lines with marks over labels at equal distances, with axes. */
void chart_lines(struct pdf *pdf, struct arena *a, const struct chart *c,
    struct area area);

/*
 * Two series back to back, the first label at the bottom; the axis has one
 * scale on both sides.
 */
void chart_pyramid(struct pdf *pdf, struct arena *a, const struct chart *c,
    struct area area);

/* Spans of time, each in a row of its own or in that of the one before. */
void chart_spans(struct pdf *pdf, struct arena *a,
    const struct chart_span *spans, size_t n, const struct chart_tick *ticks,
    size_t nticks, struct area area);
double chart_spans_height(size_t rows);

#endif
