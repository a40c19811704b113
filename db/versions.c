/* versions.c: what rows of all tables of versions have. */

#include "db/versions.h"

struct version
version_read(const struct rows *r, size_t i)
{
	return (struct version){
		.id = row_text(r, i, 0),
		.series = row_text(r, i, 1),
		.patient = row_text(r, i, 2),
		.number = row_long(r, i, 3),
		.current = row_bool(r, i, 4),
		.status = row_text(r, i, 5),
		.author = row_text(r, i, 6),
		.created = row_text(r, i, 7),
		.ended_by = row_text(r, i, 8),
		.ended = row_text(r, i, 9),
	};
}
