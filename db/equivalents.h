/* equivalents.h: what a dosage of an opioid amounts to, kept for the day. */
#ifndef EQUIVALENTS_H
#define EQUIVALENTS_H

#include "db/db.h"

extern const struct stmt equivalent_stmts[];

/*
 * Keep the equivalents of the dosages of these lines by a table: ids, and as
 * many canonical decimals, each list comma-separated; "" is "no factor".
 */
struct query equivalents_put(struct db *db, const char *table,
    const char *lines, const char *omes);

#endif
