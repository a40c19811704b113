/* settings.h: what the administrators of a region or an institution chose. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "db/books.h"

/* One choice: rows are only added, the newest in force counts. */
struct setting {
	const char	*id;
	const char	*area;		/* id */
	const char	*area_name;
	const char	*code;
	const char	*value;		/* "" is "as the area above has it" */
	const char	*valid_from;	/* ISO date */
	const char	*author;
	const char	*at;		/* ISO date and time */
};

struct setting_list {
	struct setting	*item;		/* newest first */
	size_t		 len;
};

/* What is about to be chosen. */
struct setting_choice {
	const char	*area;
	const char	*code;
	const char	*value;		/* NULL is "as above" */
	const char	*valid_from;
	const char	*follows;	/* id of the newest row seen, "0" for none */
};

extern const struct stmt setting_stmts[];

/*
 * Queries for a pipeline: all choices in the user's areas; the areas he may
 * choose for with the value in force in each, and the values a setting may
 * have (both for book_read(): the note is the value, the version).
 */
extern const struct stmt *const setting_list_stmt,
    *const setting_ome_tables_stmt;
#define SETTING_LIST(lang)		QUERY(setting_list_stmt, { lang })
struct query setting_areas_query(struct db *db, const char *lang,
    const char *code);
#define SETTING_OME_TABLES(lang)	QUERY(setting_ome_tables_stmt, { lang })
void setting_read(struct db *db, const struct rows *rows,
    struct setting_list *out);

/*
 * Add a choice.  CONFLICT when somebody chose meanwhile; INVALID with the
 * refusal's name when the database refuses; DENIED outside the user's areas.
 */
enum status setting_add(struct db *db, const struct setting_choice *in)
    __attribute__((warn_unused_result));

#endif
