/* span.h: spans of time and the marks of their axis. */
#ifndef REPORTS_SPAN_H
#define REPORTS_SPAN_H

/*
 * Spans of time: from and to are shares, 0 to 1, of the width that the labels
 * leave.  A span stands in a row of its own or in that of the one before.  An
 * end that lies outside is drawn as an arrow.
 */
struct chart_span {
	const char	*label;
	double		 from;
	double		 to;
	int		 open;		/* goes on after the right edge */
	int		 over;		/* has ended: hatched */
	int		 same;		/* in the row of the one before */
	int		 pale;		/* told from its neighbour by ink */
};

struct chart_tick {
	const char	*label;
	double		 at;		/* share of the width */
};

#endif
