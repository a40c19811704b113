/* events.h: all that happened to a patient, as one list, newest first. */
#ifndef EVENTS_H
#define EVENTS_H

#include "db/db.h"

/* How many a page shows. */
enum { EVENT_PAGE = 50 };

/* How one fact differs from the version before; "" is not assessed. */
struct event_change {
	const char	*label;	/* code, or "" for a fact with a name of its own */
	const char	*name;
	const char	*was;	/* NULL where there was none */
	const char	*now;	/* NULL where there is none any more */
};

struct event {
	const char		*kind;		/* with step: what happened */
	const char		*step;
	const char		*series;	/* to which thing */
	const char		*version;
	const char		*at;		/* when; seconds since 1970 */
	const char		*written;	/* when it was entered */
	const char		*who;
	const char		*what;		/* a name, or "" */
	const char		*note;		/* a reason, or "" */
	const char		*cursor;	/* where the next page begins */
	struct event_change	*changes;
	size_t			 changes_len;
	bool			 timed;		/* the hour is known too */
	bool			 late;		/* entered on another day */
	bool			 wrong;		/* entered in error */
};

struct event_list {
	struct event	*item;
	size_t		 len;
};

/* What a record holds: how many events of a kind, or by an author. */
struct event_facet {
	const char	*kind;		/* "" for an author */
	const char	*author;	/* account id, "" for a kind */
	const char	*name;		/* of the author */
	long		 count;
};

struct event_facets {
	struct event_facet	*item;
	size_t			 len;
};

/* Members NULL mean: not asked for. */
struct event_filter {
	const char	*kinds;		/* comma-separated codes */
	const char	*author;
	const char	*since;
	const char	*until;
	const char	*series;	/* the history of one thing */
	const char	*before;	/* cursor of the last event seen */
};

extern const struct stmt event_stmts[];

/* A page and one event more, which says that there is a next page. */
struct query event_page_query(struct db *db, const char *patient,
    const struct event_filter *f, const char *lang);
/* What there is of a patient, for the filters. */
struct query event_facets_query(struct db *db, const char *patient);
/* The newest dozen, without what changed in them. */
extern const struct stmt *const event_newest_stmt;
#define EVENTS_NEWEST(patient, lang) \
	QUERY(event_newest_stmt, { lang }, { patient })

void event_read(struct db *db, const struct rows *rows,
    struct event_list *out);
void event_read_facets(struct db *db, const struct rows *rows,
    struct event_facets *out);

#endif
