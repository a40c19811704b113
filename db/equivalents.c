/* equivalents.c: what a dosage of an opioid amounts to, kept for the day. */

#include "db/equivalents.h"

enum { PUT };

const struct stmt equivalent_stmts[] = {
	[PUT] = { "equivalent_put",
	    "INSERT INTO dosage_equivalent (dosage, table_code, ome)"
	    " SELECT l.dosage, $1, n.ome"
	    "   FROM unnest(string_to_array($2, ',')::uuid[],"
	    "        string_to_array($3, ',', '')::numeric[]) n (id, ome)"
	    "   JOIN prescription l ON l.id = n.id"
	    "  ORDER BY l.dosage"
	    "     ON CONFLICT (dosage, table_code) DO UPDATE"
	    "    SET computed_on = EXCLUDED.computed_on, ome = EXCLUDED.ome" },
	{ NULL, NULL }
};

struct query
equivalents_put(struct db *db, const char *table, const char *lines,
    const char *omes)
{
	return query_keep(db, &equivalent_stmts[PUT], ARGS({ table },
	    { lines }, { omes }));
}
