/* doses.h: what doses are measured by: medicines, products, factors, rules. */
#ifndef DOSES_H
#define DOSES_H

#include "db/db.h"

/* Numbers are canonical decimals, "" where none is known; names are in the
 * language asked for. */
struct measured_medicine {
	const char	*id;
	const char	*name;
	const char	*atc;		/* or "" */
	const char	*group;
	const char	*control_class;
	const char	*rx_form;	/* or "" */
};

struct measured_product {
	const char	*id;
	const char	*medicine;	/* id */
	const char	*name;		/* form and strength */
	const char	*amount;
	const char	*amount_unit;
	const char	*per_unit;
	const char	*container_ml;	/* of the pack counted with */
	long		 patch_hours;
	long		 pack;		/* units in it; 0 unknown */
	const char	*units;		/* between commas */
	const char	*routes;
	const char	*rx_form;	/* or "" for that of the medicine */
};

/* One number that a medicine, or a product, is measured by. */
struct measure {
	const char	*kind;		/* ddd, factor, limit or rx */
	const char	*owner;		/* medicine; of rx: product */
	const char	*table;		/* of a factor */
	const char	*route;		/* or "" */
	const char	*amount;
	const char	*unit;
	long		 times;		/* rx: as much for palliative patients */
	const char	*source;
};

/* A row of safety_rule. */
struct measured_rule {
	const char	*code;
	const char	*kind;
	const char	*cause;
	const char	*severity;	/* info, warn or stop */
	const char	*subject;
	const char	*other;
	const char	*low;
	const char	*high;
	const char	*title;
	const char	*text;
	const char	*way_out;	/* or "" */
	const char	*source;
};

/* A unit, a route or a table of factors. */
struct measured_name {
	const char	*kind;		/* unit, route or table */
	const char	*code;
	const char	*name;
	const char	*version;	/* of a table */
	const char	*source;
	bool		 usual;		/* the table of this site */
};

struct doses {
	struct measured_medicine	*medicines;
	size_t				 medicines_len;
	struct measured_product		*products;
	size_t				 products_len;
	struct measure			*measures;
	size_t				 measures_len;
	struct measured_rule		*rules;	/* in order of importance */
	size_t				 rules_len;
	struct measured_name		*names;
	size_t				 names_len;
};

extern const struct stmt dose_stmts[];

/*
 * The queries for a pipeline, read by doses_read(): what holds today of the
 * medicines that a patient was ever prescribed and of further products (ids
 * between commas, or NULL); with neither, of all medicines.
 */
enum { DOSES_QUERIES = 5 };
void doses_queries(struct db *db, const char *patient, const char *products,
    const char *lang, struct query q[DOSES_QUERIES]);
void doses_read(struct db *db, const struct query q[DOSES_QUERIES],
    struct doses *out);

#endif
