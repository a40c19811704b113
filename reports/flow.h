/* flow.h: text that runs down one column from page to page. */
#ifndef REPORTS_FLOW_H
#define REPORTS_FLOW_H

#include <stddef.h>

#include "reports/pdf.h"
#include "reports/text.h"

struct flow {
	struct pdf	*pdf;
	struct arena	*arena;
	double		 left;
	double		 width;
	double		 top;
	double		 bottom;
	double		 y;		/* where the next thing begins */
};

struct fact {
	const char	*name;
	const char	*value;		/* NULL is written as a dash */
};

struct signature {
	const char	*role;
	const char	*name;		/* under the line; may be NULL */
};

/* A running line at the head or foot of every page. */
struct running {
	const char	*left;
	const char	*right;
};

/* The first page and the column within its margins. */
void flow_start(struct flow *f, struct arena *a, struct pdf *pdf);

/* Go to a new page unless height is free on this one. */
void flow_need(struct flow *f, double height);

void flow_page(struct flow *f);
void flow_space(struct flow *f, double height);

/* Who writes: n lines, the first his name, without which there are none. */
void flow_letter(struct flow *f, const char *const *lines, size_t n);

/* The document's title, with a line above it that says of what kind it is. */
void flow_title(struct flow *f, const char *kind, const char *title);

/*
 * A heading with its entry in the outline, level 0 or 1, kept on the page
 * of the keep points that follow it.
 */
void flow_heading(struct flow *f, int level, const char *text, double keep);

void flow_text(struct flow *f, const struct style *style, const char *text);

/* A quiet small paragraph: a definition, a source, a legend. */
void flow_note(struct flow *f, const char *text);
double flow_note_height(struct flow *f, const char *text);

/* Name and value pairs in so many columns, row by row. */
void flow_facts(struct flow *f, const struct fact *facts, size_t n,
    size_t columns);

/* Lines to sign on, kept together on one page. */
void flow_signatures(struct flow *f, const struct signature *s, size_t n,
    const char *date_label);

/*
 * Last: the running lines on every page.  number is a pattern as of
 * text_fill(): {1} is the page and {2} how many there are.
 */
void flow_end(struct flow *f, const struct running *head, const char *foot,
    const char *number);

#endif
