/* dosing.h: what a patient's lines amount to and what speaks against them. */
#ifndef PAGES_DOSING_H
#define PAGES_DOSING_H

#include "db/allergies.h"
#include "db/doses.h"
#include "db/prescription_entry.h"
#include "dose/opioid.h"
#include "dose/rules.h"
#include "web/ctx.h"

/* A named, versioned table of factors. */
struct dosing_table {
	const char	*code;
	const char	*name;
	const char	*version;
	const char	*source;
	bool		 usual;		/* that of the site */
};

/* What can be prescribed, or was. */
struct dosing_product {
	struct dose_product		 product;
	const struct dose_medicine	*medicine;
	const char			*name;	/* form and strength */
};

/* All that doses are computed from, as of today. */
struct dosing {
	struct arena			*arena;
	struct dose_medicine		*medicines;
	size_t				 nmedicines;
	struct dosing_product		*products;
	size_t				 nproducts;
	struct dosing_table		*tables;
	size_t				 ntables;
	const struct dosing_table	*table;	/* the chosen one, or NULL */
	struct dose_rule		*rules;
	size_t				 nrules;
	struct dose_rx_limit		*rx_limits;
	size_t				 nrx_limits;
	struct dose_name		*names;	/* of units and routes */
	size_t				 nnames;
	struct dose_allergy		*allergies;	/* of the patient */
	size_t				 nallergies;
	struct dose_line		*lines;	/* of the patient: in force */
	size_t				 nlines; /* today or later */
	struct dose_line		*drafts; /* the user's, not signed */
	size_t				 ndrafts;
	long				 today;
	char				 point;	/* of decimals: '.' or ',' */
};

/* What one line amounts to; what is not known is RATIO_NONE, or -1. */
struct dosing_figures {
	struct dose_amount	 single;
	struct dose_amount	 background;	/* a day */
	struct dose_amount	 maximum;
	struct ratio		 ddd;		/* a day, of the maximum */
	struct ratio		 ome;		/* so */
	const char		*counted_in;	/* unit of count, or "" */
	struct ratio		 count;		/* of the product for the days */
	long			 days;
	long			 packs;
	long			 days_left;	/* of what was given out */
};

/* Oral morphine equivalents of a day by the chosen table. */
struct dosing_opioids {
	struct dose_opioids	 sum;
	struct dose_range	 range;	/* of the background, over all tables */
};

/*
 * The queries for a pipeline: a patient's lines, what they are measured by,
 * allergies, and further products (ids between commas, or NULL); with patient NULL
 * everything that can be measured, and no line.
 */
enum { DOSING_LINES = DOSES_QUERIES, DOSING_ALLERGIES, DOSING_QUERIES };
void dosing_queries(const struct ctx *c, const char *patient,
    const char *products, struct query q[DOSING_QUERIES]);

/* Read them; table is the code of the factors to use, else the site's. */
void dosing_read(const struct ctx *c, const struct query q[DOSING_QUERIES],
    const char *table, struct dosing *out);

/* Of the chosen table, or "". */
const char *dosing_table_code(const struct dosing *d);

/* As dosing_read(), of reference data alone. */
void dosing_read_book(const struct ctx *c, const struct doses *in,
    const char *table, struct dosing *out);

/*
 * A line from its parts, "" or NULL where nothing is said; medicine is asked
 * for only where no product is named.  False when it cannot be computed.
 */
bool dosing_line(const struct dosing *d, const char *medicine,
    const char *const part[NENTRY], struct dose_line *out);

/* Lines as they are stored; those that cannot be computed are left out. */
void dosing_lines(const struct dosing *d,
    const struct prescription_source *list, size_t len,
    struct dose_line **out, size_t *n);

/* With packs for so many days. */
struct dosing_figures dosing_figures(const struct dosing *d,
    const struct dose_line *line, long days);

void dosing_opioids(const struct dosing *d, const struct dose_line *lines,
    size_t n, long day, struct dosing_opioids *out);

/*
 * What speaks against fresh lines beside the patient's others; each fresh
 * line ends the one of its series the day before it starts.  Without fresh
 * lines: against all that is in force.
 */
void dosing_check(const struct dosing *d, const struct dose_line *fresh,
    size_t nfresh, struct dose_findings *out);

/* The lines of dosing_check(): the fresh ones first, then what they leave. */
void dosing_beside(const struct dosing *d, const struct dose_line *fresh,
    size_t nfresh, struct dose_line **out, size_t *n);

/* "60 mg", "—" where it is not known; a count; a name of a unit or route. */
const char *dosing_amount(const struct dosing *d, struct dose_amount amount);
const char *dosing_number(const struct dosing *d, struct ratio r, int places);
const char *dosing_name(const struct dosing *d, const char *code);

/* The line in force of that version, or NULL; a draft for the other. */
const struct dose_line *dosing_line_of(const struct dosing *d,
    const char *id);
const struct dose_line *dosing_draft_of(const struct dosing *d,
    const char *id);

/* Those of that number, or NULL. */
const struct dosing_product *dosing_product(const struct dosing *d,
    const char *id);
const struct dose_medicine *dosing_medicine(const struct dosing *d,
    const char *id);

/* A canonical decimal; 0 for what is none. */
struct decimal dosing_decimal(const char *text);

#endif
