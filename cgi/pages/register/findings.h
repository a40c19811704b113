/* findings.h: what speaks against lines: shown, answered, kept with a reason. */
#ifndef REGISTER_FINDINGS_H
#define REGISTER_FINDINGS_H

#include "db/overrides.h"
#include "pages/common.h"
#include "pages/dosing.h"

/* The fields finding_0 …, then reason_0 …, of a form that asks for reasons. */
enum { FINDINGS_MAX = 100, NFINDINGS = 2 * FINDINGS_MAX };
void findings_fields(const struct ctx *c, struct field out[NFINDINGS]);

/* Where findings are shown, which says what the way out of one is. */
enum finding_place {
	FINDING_NEW,		/* the form of a new line */
	FINDING_EDIT,		/* that of a new version */
	FINDING_SHEET,		/* or of a line that is resumed */
	FINDING_PAGE		/* of lines that are in force */
};

struct finding_set {
	enum finding_place		 place;
	const char			*patient;
	const struct dosing		*d;
	const struct dose_line		*fresh;	/* what is being written */
	size_t				 nfresh;
	const char *const		*old;	/* version each replaces, or NULL */
	struct dose_findings		 found;
	struct override_list		 earlier;	/* of the patient */
	struct book			 reasons;
	const struct value		*in;	/* NFINDINGS, or NULL */
	bool				 refused;	/* say which wait for a reason */
	bool				 live;	/* the page has the reasons */
};

/* Queries for a pipeline: reasons and what was kept before. */
enum { FINDING_QUERIES = 2 };
void finding_queries(const struct ctx *c, const char *patient,
    struct query q[FINDING_QUERIES]);
void finding_read(const struct ctx *c, const struct query q[FINDING_QUERIES],
    struct finding_set *out);

/* Check the fresh lines, or all that is in force. */
void finding_check(struct finding_set *s);

/* Nothing is to be stopped, and every warning has its reason. */
bool findings_answered(const struct ctx *c, const struct finding_set *s);

/* What is to be kept with the fresh lines. */
void findings_kept(const struct ctx *c, const struct finding_set *s,
    struct override_entries *out);

/* The finding of that key; NULL where there is none any more. */
const struct dose_finding *finding_of(const struct ctx *c,
    const struct finding_set *s, const char *key);

/* Which fresh line a line of a finding is; nfresh: none of them. */
size_t finding_fresh(const struct finding_set *s,
    const struct dose_line *line);

/* The line a finding is about: the first that is written now. */
const struct dose_line *finding_subject(const struct finding_set *s,
    const struct dose_finding *f);

/* Which rule of which line: what a form calls the finding. */
const char *finding_key(const struct ctx *c, const struct finding_set *s,
    const struct dose_finding *f);

/* The reason as sent, else as it was given for this line before, or "". */
const char *finding_reason(const struct ctx *c, const struct finding_set *s,
    const struct dose_finding *f);

/* The list "findings" of part_findings.html, with its flags and texts. */
void show_findings(const struct ctx *c, struct view *v,
    const struct finding_set *s);

/* The list "kept": what was kept on this version of a line. */
void show_kept(const struct ctx *c, struct view *v,
    const struct override_list *list, const char *line);

#endif
