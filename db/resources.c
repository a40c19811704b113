/* resources.c: people, the care they need, beds and teams, from the book of areas. */

#include "db/language.h"
#include "db/resources.h"

#define MINE	"(SELECT areas('report_summary'))::int[]"

const struct stmt resource_stmts[] = {
	[RESOURCE_PEOPLE] = { "resource_people",
	    "SELECT a.id, " IN_LANGUAGE("$1", "a.name", "a.name_en") ","
	    "       a.kind = 'region', coalesce(a.adults, -1),"
	    "       coalesce(a.children, -1), coalesce(a.need_adults, -1),"
	    "       coalesce(a.need_children, -1)"
	    "  FROM area a WHERE a.kind IN ('region', 'district')"
	    "   AND a.retired_at IS NULL AND EXISTS (SELECT FROM area r"
	    "           WHERE r.kind = 'region' AND a.path <@ r.path"
	    "             AND r.id = ANY (" MINE "))"
	    " ORDER BY a.kind DESC, 2" },
	/* A place states beds of one kind; those for children are among them. */
	[RESOURCE_PLACES] = { "resource_places",
	    "WITH s AS (SELECT i.id, a.kind, a.beds, a.child_beds, a.teams,"
	    "       coalesce(a.facility, i.facility) = 'nursing_care' AS nursing,"
	    "       bool_or(a.kind = 'department' AND a.beds IS NOT NULL)"
	    "           OVER (PARTITION BY i.id) AS beds_below,"
	    "       bool_or(a.kind = 'department' AND a.teams IS NOT NULL)"
	    "           OVER (PARTITION BY i.id) AS teams_below"
	    "  FROM area i JOIN area a ON a.path <@ i.path"
	    "       AND a.kind IN ('institution', 'department')"
	    "       AND a.retired_at IS NULL"
	    " WHERE i.kind = 'institution'),"
	    " b AS (SELECT s.id, s.nursing IS TRUE AS nursing,"
	    "       sum(s.beds - coalesce(s.child_beds, 0)) AS grown,"
	    "       sum(coalesce(s.child_beds, 0)) FILTER (WHERE s.beds"
	    "           IS NOT NULL) AS young"
	    "  FROM s WHERE (s.kind = 'department') = s.beds_below GROUP BY 1, 2)"
	    "SELECT " IN_LANGUAGE("$1", "i.name", "i.name_en") ","
	    "       coalesce(i.facility, ''), coalesce(p.grown, -1),"
	    "       coalesce(p.young, -1), coalesce(n.grown, -1),"
	    "       coalesce(n.young, -1), coalesce((SELECT sum(s.teams) FROM s"
	    "           WHERE s.id = i.id"
	    "             AND (s.kind = 'department') = s.teams_below), -1)"
	    "  FROM area i LEFT JOIN b p ON p.id = i.id AND NOT p.nursing"
	    "  LEFT JOIN b n ON n.id = i.id AND n.nursing"
	    " WHERE i.kind = 'institution' AND i.retired_at IS NULL"
	    "   AND i.id = ANY (" MINE ")"
	    "   AND ($2::text[] IS NULL OR i.id::text = ANY ($2::text[]))"
	    " ORDER BY 1" },
	{ NULL, NULL }
};

void
resources_queries(struct db *db, const char *institutions, const char *lang,
    struct query q[RESOURCE_QUERIES])
{
	q[RESOURCE_PEOPLE] = query_keep(db, &resource_stmts[RESOURCE_PEOPLE],
	    ARGS({ lang }));
	q[RESOURCE_PLACES] = query_keep(db, &resource_stmts[RESOURCE_PLACES],
	    ARGS({ lang }, { institutions }));
}

void
resources_read(struct db *db, const struct query q[RESOURCE_QUERIES],
    struct resources *out)
{
	const struct rows *p = q[RESOURCE_PEOPLE].rows;
	const struct rows *r = q[RESOURCE_PLACES].rows;

	out->npeople = rows_len(p);
	out->people = arena_array(db_arena(db), out->npeople,
	    sizeof(*out->people));
	for (size_t i = 0; i < out->npeople; i++)
		out->people[i] = (struct resource_people){
			.key = row_text(p, i, 0),
			.name = row_text(p, i, 1),
			.region = row_bool(p, i, 2),
			.adults = row_long(p, i, 3),
			.children = row_long(p, i, 4),
			.need_adults = row_long(p, i, 5),
			.need_children = row_long(p, i, 6),
		};
	out->nplaces = rows_len(r);
	out->places = arena_array(db_arena(db), out->nplaces,
	    sizeof(*out->places));
	for (size_t i = 0; i < out->nplaces; i++)
		out->places[i] = (struct resource_place){
			.name = row_text(r, i, 0),
			.facility = row_text(r, i, 1),
			.beds = row_long(r, i, 2),
			.child_beds = row_long(r, i, 3),
			.nursing = row_long(r, i, 4),
			.child_nursing = row_long(r, i, 5),
			.teams = row_long(r, i, 6),
		};
}
