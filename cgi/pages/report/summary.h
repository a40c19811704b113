/* summary.h: the summary of institutions, asked for and made. */
#ifndef REPORT_SUMMARY_H
#define REPORT_SUMMARY_H

#include "db/runs.h"
#include "db/summary.h"
#include "pages/report/summary_form.h"
#include "reports/section.h"


/* Told how far it has come, 0 to 1; anything but OK ends the work. */
struct watch {
	enum status	(*tell)(const struct watch *w, double part,
			    const char *phase);
};

/* A summary that was made. */
struct summary {
	struct summary_form	 form;
	struct summary_site	 site;
	struct run_template	 template;
	const struct section	*sections;
	size_t			 nsections;
	long			 size;		/* patients to be looked at */
	bool			 made;
	bool			 large;		/* too large for that */
};

/*
 * Read the form and, where a period is asked for, make the figures; a large
 * one only where somebody watches.  INVALID: what was wrong stands in the
 * form.
 */
enum status summary_make(struct ctx *c, struct summary *s,
    const struct watch *w) __attribute__((warn_unused_result));

/*
 * Make the summary that c's request asks for, with the rights of c's user.
 * INVALID: it may not be told, *word says why to people.  NOT_FOUND: a choice
 * is none of his.
 */
enum status summary_run(struct ctx *c, const struct watch *w,
    struct run_files *out, const char **word)
    __attribute__((warn_unused_result));

#endif
