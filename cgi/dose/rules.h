/* rules.h: safety checks of prescription lines; the rules are data. */
#ifndef DOSE_RULES_H
#define DOSE_RULES_H

#include "base/arena.h"
#include "dose/dose.h"

enum dose_severity {
	DOSE_INFO,		/* shown, nothing is asked */
	DOSE_WARN,		/* kept only with a reason */
	DOSE_STOP		/* cannot be right: is not saved */
};

/*
 * One row of safety_rule.  subject and other are lists between commas of
 * medicine groups, ATC prefixes and #numbers of medicines
 * ("opioid_strong,N02AX,#7"); low and high mean what the kind makes of them.
 */
struct dose_rule {
	const char		*code;
	const char		*kind;
	const char		*cause;		/* one finding a cause and lines */
	enum dose_severity	 severity;
	const char		*subject;
	const char		*other;
	struct decimal		 low;
	struct decimal		 high;
	const char		*title;		/* in the user's language */
	const char		*text;		/* with {1} … {4} */
	const char		*way_out;	/* or "" */
	const char		*source;
};

/* What a patient must not have: a substance, a group or an ATC prefix. */
struct dose_allergy {
	const char	*subject;	/* as of a rule */
	const char	*name;		/* as it is shown */
};

/* The most that one prescription may be made out for. */
struct dose_rx_limit {
	const char	*product;	/* id */
	struct decimal	 amount;
	const char	*unit;
	int		 palliative;	/* times as much for these patients */
	const char	*source;
};

/* Names that texts use: of units and routes. */
struct dose_name {
	const char	*code;
	const char	*name;
};

/* What is checked, and against what. */
struct dose_case {
	const struct dose_line		*lines;	/* that are or will be in force */
	size_t				 nlines;
	size_t				 nfresh;	/* the first so many are written now */
	const struct dose_rule		*rules;	/* in order of importance */
	size_t				 nrules;
	const struct dose_allergy	*allergies;
	size_t				 nallergies;
	const struct dose_rx_limit	*rx_limits;
	size_t				 nrx_limits;
	const struct dose_name		*names;
	size_t				 nnames;
	const char			*table;	/* of opioid equivalents */
	char				 point;	/* '.' or ',' */
};

struct dose_finding {
	const struct dose_rule		*rule;
	const struct dose_line *const	*lines;
	size_t				 nlines;
	const char			*text;	/* with its figures */
	const char			*source;	/* of the figure, or of the rule */
};

struct dose_findings {
	struct dose_finding	*item;
	size_t			 len;
};

/* Does such a list name the medicine? */
bool dose_names(const char *list, const struct dose_medicine *medicine);

/*
 * Every rule once for each cause, the gravest first.  With fresh lines only
 * what concerns one of them is found; without any, all.  Rules of a kind that
 * is not known find nothing: dose_rule_known() tells.
 */
void dose_check(struct arena *a, const struct dose_case *in,
    struct dose_findings *out);

bool dose_rule_known(const char *kind);

/* A number as it is shown: at most places after the point. */
const char *dose_number(struct arena *a, struct ratio r, int places,
    char point);

#endif
