/* favourites.h: a doctor's own lines to write again. */
#ifndef FAVOURITES_H
#define FAVOURITES_H

#include "db/prescription_entry.h"
#include "db/timing.h"

/* As it is listed; names are in the language asked for. */
struct favourite {
	const char	*id;
	const char	*medicine;
	const char	*form;
	const char	*strength;
	const char	*dose;
	const char	*unit_name;
	const char	*route_name;
	struct timing	 timing;
};

struct favourite_list {
	struct favourite	*item;
	size_t			 len;
};

extern const struct stmt favourite_stmts[];

/* Own favourites by name, for a pipeline. */
extern const struct stmt *const favourite_list_stmt;
#define FAVOURITES_QUERY(lang)	QUERY(favourite_list_stmt, { lang })
void favourite_read(struct db *db, const struct rows *rows,
    struct favourite_list *out);

/* What a new line takes from it, and for how many days or "". */
enum status favourite_get(struct db *db, const char *id,
    const char *part[NENTRY], const char **days)
    __attribute__((warn_unused_result));

/* Keep what line says, without its patient; patient is whose it is. */
enum status favourite_add(struct db *db, const char *line,
    const char **patient) __attribute__((warn_unused_result));

enum status favourite_remove(struct db *db, const char *id)
    __attribute__((warn_unused_result));

#endif
