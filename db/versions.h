/* versions.h: what rows of all tables of versions have. */
#ifndef VERSIONS_H
#define VERSIONS_H

#include "db/db.h"

/* One version of one entry.  It stands, has a newer one, or ended. */
struct version {
	const char	*id;
	const char	*series;	/* all versions of it */
	const char	*patient;
	long		 number;
	bool		 current;	/* it stands */
	const char	*status;	/* active, unless it ended */
	const char	*author;
	const char	*created;	/* seconds since 1970 */
	const char	*ended_by;	/* "" unless it ended */
	const char	*ended;
};

/* The first columns of a statement over the rows "e", read by version_read(). */
#define VERSION_COLUMNS \
	"e.id, e.series_id, e.patient_id, e.version, e.current, e.status," \
	" a.name, extract(epoch FROM e.created_at)::bigint, z.name," \
	" extract(epoch FROM e.ended_at)::bigint"
#define VERSION_JOINS \
	"  LEFT JOIN staff a ON a.id = e.author_id" \
	"  LEFT JOIN staff z ON z.id = e.ended_by"

enum { VERSION_LEN = 10 };

struct version version_read(const struct rows *rows, size_t row);

#endif
