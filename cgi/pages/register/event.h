/* event.h: what happened to a patient, in words. */
#ifndef REGISTER_EVENT_H
#define REGISTER_EVENT_H

#include "db/events.h"
#include "pages/common.h"

/* A kind of event: an arm of record_event each, and the texts of its steps. */
struct event_kind {
	const char	*code;
	const char	*name;		/* msgid, of many */
	const char	*page;		/* after /patients/:id, where it is seen */
	const char	*versions;	/* before :series, "" for the timeline's
					 * own history, NULL for none */
};

/* In the order of the filters; ends with a NULL code. */
extern const struct event_kind event_kinds[];

/*
 * One event of this patient: when, what, who, what changed, and where it and
 * its versions are seen.
 */
void show_event(const struct ctx *c, struct view *v, const char *patient,
    const struct event *e);

/* The list "events". */
void show_events(const struct ctx *c, struct view *v, const char *patient,
    const struct event_list *list);

#endif
