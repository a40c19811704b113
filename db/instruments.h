/* instruments.h: what can be assessed: instruments, their items and answers. */
#ifndef INSTRUMENTS_H
#define INSTRUMENTS_H

#include "db/db.h"

/* One answer of a choice; names are in the language asked for. */
struct answer {
	const char	*item;		/* code */
	const char	*value;		/* canonical decimal */
	const char	*name;
	const char	*label;		/* short; "" when the value says enough */
};

/* One thing that is asked, or a total; numbers are canonical decimals. */
struct item {
	const char	*instrument;	/* code */
	const char	*code;		/* of the observation */
	const char	*kind;		/* scale, choice, number or total */
	const char	*name;
	const char	*low;
	const char	*high;
	const char	*step;
	const char	*least;		/* what low means, or "" */
	const char	*most;
	const char	*worse;		/* high, low or "" */
	const char	*parts;		/* of a total, comma-separated */
	struct answer	*answers;	/* of a choice, in their order */
	size_t		 answers_len;
};

struct instrument {
	const char	*code;
	const char	*version;
	const char	*name;
	const char	*help;		/* or "" */
	const char	*source;
	const char	*licence;
	bool		 completed_by;	/* it matters who gave the answers */
	bool		 chosen;	/* one of those asked for */
	bool		 known;		/* the patient has one */
	struct item	*items;		/* of a chosen one, in their order */
	size_t		 items_len;
};

struct instrument_list {
	struct instrument	*item;
	size_t			 len;
};

extern const struct stmt instrument_stmts[];

/*
 * The three queries for a pipeline, read by instrument_read(): all instruments
 * in use, and the items and answers of the chosen ones.  chosen is an array
 * of codes ("{esas-r,pps}"); the empty one chooses the set of a visit, "{*}"
 * those by which the patient was assessed.
 */
enum { INSTRUMENT_QUERIES = 3 };
void instrument_queries(struct db *db, const char *chosen, const char *patient,
    const char *lang, struct query q[INSTRUMENT_QUERIES]);
void instrument_read(struct db *db, const struct query q[INSTRUMENT_QUERIES],
    struct instrument_list *out);

#endif
