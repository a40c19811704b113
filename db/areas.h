/* areas.h: the tree of regions, districts, institutions and departments. */
#ifndef AREAS_H
#define AREAS_H

#include "db/db.h"

struct area {
	long		 id;
	const char	*kind;	/* region, district, institution, department */
	const char	*name;	/* in the language asked for */
};

struct area_list {
	struct area	*item;
	size_t		 len;
};

extern const struct stmt area_stmts[];

/* The query of area_read() for a pipeline: areas of kind where perm holds. */
#define AREA_QUERY(kind, perm, lang) \
	QUERY(area_list_stmt, { kind }, { perm }, { lang })
extern const struct stmt *const area_list_stmt;

/*
 * Institutions and their departments where perm holds, each department under
 * its institution and named with it.
 */
#define PLACES_QUERY(perm, lang)	QUERY(place_list_stmt, { perm }, { lang })
extern const struct stmt *const place_list_stmt;

/* The query of all districts, whoever asks. */
#define DISTRICT_QUERY(lang)	QUERY(district_list_stmt, { lang })
extern const struct stmt *const district_list_stmt;

/* Every institution of the region, whoever asks; read by book_read(). */
#define INSTITUTIONS_QUERY(lang)	QUERY(institution_list_stmt, { lang })
extern const struct stmt *const institution_list_stmt;

/* Copy what any of the first three brought. */
void area_read(struct db *db, const struct rows *rows, struct area_list *out);

#endif
