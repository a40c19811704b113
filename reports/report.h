/* report.h: what all reports are told and how they begin and end. */
#ifndef REPORTS_REPORT_H
#define REPORTS_REPORT_H

#include <stddef.h>

#include "base/message.h"
#include "reports/flow.h"
#include "reports/pdf.h"

enum { LETTER_LINES = 4 };

struct report_terms {
	/* The message in the language of the reader. */
	const char	*(*tr)(const void *lang, const char *msgid);
	const void	*lang;		/* handed to tr() */
	const char	*lang_code;	/* "ru" or "en" */
	const char	*fonts;		/* folder of the PT Sans files */
	const char	*institution;	/* in the head of every page */
	/* Lines above the title, "" for none; NULL: no letterhead. */
	const char *const	*letter;
	const char	*from;		/* ISO dates, both included */
	const char	*to;
	const char	*made_at;	/* ISO date and time */
	const char	*made_by;
};

/* A report being made. */
struct report {
	struct arena			*arena;
	const struct report_terms	*terms;
	struct pdf			*pdf;
	struct pdf_meta			 meta;
	struct flow			 flow;
};

const char *report_tr(const struct report *r, const char *msgid);

/* report_tr() of a pattern, then text_fill(). */
const char *report_fill(const struct report *r, const char *msgid,
    const char *const *args, size_t nargs);

/* Whether numbers are written with a decimal comma. */
int report_comma(const struct report *r);

/* A decimal that came as text; NULL stays NULL. */
const char *report_decimal(const struct report *r, const char *text);

/* "01.10.2026 – 31.12.2026" */
const char *report_period(const struct report *r);

/*
 * Begin: the document, its first page and the title on it.  The title is
 * already translated.  report_end() must follow in any case.
 */
void report_begin(struct report *r, struct arena *a,
    const struct report_terms *terms, const char *title, int landscape);

/* The running lines and the bytes, or FAILED. */
enum status report_end(struct report *r, const char *subject,
    struct pdf_bytes *out);

#endif
