/* resources.h: people, the care they need, beds and teams, from the book of areas. */
#ifndef RESOURCES_DB_H
#define RESOURCES_DB_H

#include "db/db.h"

/* Who lives in a region or district; a number that is not stated is below 0. */
struct resource_people {
	const char	*key;		/* id of the area */
	const char	*name;
	bool		 region;
	long		 adults;
	long		 children;
	long		 need_adults;	/* of palliative care, in a year */
	long		 need_children;
};

/*
 * What an institution has: its own numbers, or those of its departments where
 * they state any.
 */
struct resource_place {
	const char	*name;
	const char	*facility;	/* code of area.facility, or "" */
	long		 beds;		/* palliative, for adults */
	long		 child_beds;
	long		 nursing;	/* of nursing care, for adults */
	long		 child_nursing;
	long		 teams;		/* mobile ones */
};

struct resources {
	struct resource_people	*people;	/* the region first */
	size_t			 npeople;
	struct resource_place	*places;
	size_t			 nplaces;
};

extern const struct stmt resource_stmts[];

/*
 * People are told to who may have the summary of their whole region;
 * institutions (an array of ids, NULL is all) as far as he may have theirs.
 */
enum { RESOURCE_PEOPLE, RESOURCE_PLACES, RESOURCE_QUERIES };
void resources_queries(struct db *db, const char *institutions,
    const char *lang, struct query q[RESOURCE_QUERIES]);
void resources_read(struct db *db, const struct query q[RESOURCE_QUERIES],
    struct resources *out);

#endif
