/* visit_form.h: what is asked of a visit: its plan, its result, why it was not. */
#ifndef REGISTER_VISIT_FORM_H
#define REGISTER_VISIT_FORM_H

#include "db/visits.h"
#include "web/ctx.h"

enum { VISIT_TEAM = 4 };	/* people the form has room for */

enum {
	V_SERIES, V_VERSION, V_STATUS,
	V_KIND, V_PLANNED_IN, V_PLANNED_ON, V_PLANNED_TIME, V_DONE_ON,
	V_DONE_TIME, V_PLACE, V_REASON,
	V_DECISIONS,
	V_NEXT_IN, V_NEXT_ON, V_NEXT_TIME, V_NEXT_KIND,
	V_THEN, V_BACK, V_BACK_DOCTOR,
	V_MEMBER,
	V_ROLE = V_MEMBER + VISIT_TEAM,
	NVISIT = V_ROLE + VISIT_TEAM
};

extern const struct field visit_fields[NVISIT];

/* A visit that is being written. */
struct visit_form {
	const char		*patient;	/* id */
	const struct visit	*was;		/* the last version, or NULL */
	const char		*status;	/* that it is to have */
	struct value		 in[NVISIT];
};

/*
 * Read what was sent; the status must be a step from was, else CONFLICT.  No
 * form of ours leaves status NULL.
 */
enum status visit_form_read(struct ctx *c, struct visit_form *f)
    __attribute__((warn_unused_result));

/* INVALID with the fields marked which lack or contradict. */
enum status visit_form_check(struct ctx *c, struct visit_form *f)
    __attribute__((warn_unused_result));

/* Save it, with the visit that follows; INVALID marks a field. */
enum status visit_form_save(struct ctx *c, struct visit_form *f)
    __attribute__((warn_unused_result));

/* Whether a visit with this status may take the step; was NULL: a new one. */
bool visit_step(const struct visit *was, const char *status);

/*
 * The page; fresh fills the fields from what is known.  The answer is the
 * status that the request ends with; NOT_FOUND when there is no such patient.
 */
enum status visit_form_show(struct ctx *c, struct visit_form *f, bool fresh,
    enum status answer) __attribute__((warn_unused_result));

#endif
