/* figures.h: the figures of the summary, small ones hidden from outsiders. */
#ifndef REPORT_FIGURES_H
#define REPORT_FIGURES_H

#include <stdbool.h>

#include "base/ratio.h"
#include "db/summary.h"
#include "web/ctx.h"

/* What is counted of the patients of a row. */
enum figure { EVER, AT_START, TAKEN_IN, REMOVED, AT_END, MEN, WOMEN, UNSTATED,
	FIGURES };

struct figure_row {
	const char	*key;
	const char	*label;		/* in the user's language */
	long		 n[FIGURES];
	bool		 hidden;
};

/* The tables by which patients are told apart; each sums up to the whole. */
enum figure_part { BY_INSTITUTION, BY_DISTRICT, BY_GROUP, BY_AGE, BY_SEX,
	BY_SETTLEMENT, BY_PLACE, BY_STATUS, BY_REASON, BY_STEP, BY_SUPPORT,
	PARTS };

struct figure_table {
	struct figure_row	*rows;
	size_t			 len;
};

/* How one indicator comes out. */
enum { YES, NO, MISSING, NOT_ASKED, OUTCOMES };
struct outcome {
	long		 n[OUTCOMES];
	bool		 hidden[OUTCOMES];
	const char	*median;	/* of days, canonical, or "" */
	long		 target;	/* in percent; 0 is none */
};

/* An indicator as it is told, declared once for page, file and paper. */
struct indicator {
	const char	*code;
	const char	*chapter;	/* msgid: where it stands */
	const char	*name;		/* msgids */
	const char	*definition;
	const char	*unit;		/* of the numerator and denominator */
	const char	*source;
	bool		 down;		/* less is better */
	bool		 complete;	/* a datum: recorded or lacking */
	bool		 episodes;	/* not one a patient */
	bool		 median;	/* days are told too */
	enum figure_part part;		/* its denominator is this row … */
	const char	*key;		/* … of this table, or NULL … */
	enum figure	 of;		/* … or this of all */
};

extern const struct indicator indicators[];
extern const size_t indicators_len;

/* What lines amount to, as-needed ones at their most; unknown is RATIO_NONE. */
struct amount {
	struct ratio	 amount;
	const char	*unit;		/* of it, or "" */
	struct ratio	 ddd;
	struct ratio	 count;		/* tablets, ampoules, patches … */
	struct ratio	 ome;		/* mg; unknown where there is no factor */
};

/* What was needed of a medicine or device, or done in visits. */
enum need { LINES, LINE_DAYS, RECENT, NEEDED = 0, ISSUED, WAITING, RETURNED,
	DONE = 0, AT_HOME, ELSEWHERE, MISSED, ORDERS = 0, PLANNED, CARRIED_OUT,
	WRITTEN = 1, SPOILT, NEEDS = 4 };
struct need_row {
	const char	*kind;
	const char	*key;
	const char	*label;
	long		 patients;
	long		 n[NEEDS];
	const char	*median;	/* or "" */
	bool		 hidden;
	struct amount	 now;		/* of a medicine: in the period … */
	struct amount	 ahead;		/* … and expected in a quarter */
	int		 pack;		/* units in it; 0 unknown */
	bool		 ahead_hidden;
};

/* Of all opioids together. */
struct opioids {
	long		 patients;
	long		 days;		/* on which one was given */
	long		 stay;		/* of all patients on the register */
	struct ratio	 ome;		/* mg, of those with a factor */
	bool		 hidden;
};

/* The figures of one period. */
struct figures {
	struct figure_row	 all;
	struct figure_table	 tables[PARTS];
	struct outcome		*outcomes;	/* one an indicator */
	struct need_row		*needs;		/* medicines, devices */
	size_t			 nneeds;
	struct opioids		 opioids;
	long			 cover_adults;	/* targets, in percent; 0: none */
	long			 cover_children;
	struct summary_month	*months;
	size_t			 nmonths;
	const char		*made_at;
	bool			 flow_hidden;	/* taken in, removed … */
	bool			 sexes_hidden;	/* within the ages */
	bool			 guarded;	/* the user is an outsider */
};

/* Code of the table, as of the database and of what was hidden before. */
const char *figure_part_code(enum figure_part part);

/* Does a table tell this of its rows?  To outsiders the less, the finer it is. */
bool figure_is_told(const struct figures *f, enum figure_part part,
    enum figure figure);

/* The row of that key, or NULL. */
const struct figure_row *figure_row_of(const struct figure_table *t,
    const char *key);

/* The counts as rows with their names. */
void figures_read(const struct ctx *c, const struct summary_counts *in,
    struct figures *out);

/*
 * Rows that there were in the other period alone, empty in this one: what is
 * compared must sum up to its whole too.
 */
void figures_add_rows(const struct ctx *c, struct figures *to,
    const struct figures *of);

/*
 * Hide from a user who may not see single patients what is below the least
 * count, and what would give that away beside all he was told today.  NULL, or
 * why nothing of it may be told (a msgid).
 */
const char *figures_guard(const struct ctx *c, const struct summary_scope *s,
    const struct summary_counts *in, const struct summary_asked_list *before,
    long least, struct figures *out);

/* What is hidden, as of struct summary_asked. */
const char *figures_hidden(const struct ctx *c, const struct figures *f);

#endif
