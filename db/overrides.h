/* overrides.h: warnings that were kept, each with its reason. */
#ifndef OVERRIDES_H
#define OVERRIDES_H

#include "db/db.h"

/* A warning of a rule that was kept on one version of a line. */
struct override {
	const char	*line;		/* id of the version */
	const char	*series;
	const char	*rule;
	const char	*rule_title;	/* in the language asked for */
	const char	*reason;	/* code */
	const char	*reason_name;
	const char	*author_name;
	const char	*at;		/* ISO date */
};

struct override_list {
	struct override	*item;
	size_t		 len;
};

/* What is to be kept, of lines that exist or are written with it. */
struct override_entry {
	const char	*line;
	const char	*rule;
	const char	*reason;
};

struct override_entries {
	struct override_entry	*item;
	size_t			 len;
};

extern const struct stmt override_stmts[];

/* All of a patient, newest first: for a pipeline, read by override_read(). */
extern const struct stmt *const override_list_stmt;
#define OVERRIDES(patient, lang) \
	QUERY(override_list_stmt, { patient }, { lang })
void override_read(struct db *db, const struct rows *rows,
    struct override_list *out);

/*
 * The statement that keeps them; in a pipeline after those that write their
 * lines.  A rule that is no warning, or a reason that is none, is refused.
 */
struct query override_query(struct db *db,
    const struct override_entries *entries);

#endif
