/* grants.h: how roles given and permissions denied are told of. */
#ifndef ADMIN_GRANTS_H
#define ADMIN_GRANTS_H

#include "db/grants.h"
#include "pages/common.h"

void show_grant(struct ctx *c, struct view *v, const struct grant_row *g);

/* The list "denials" of what a query brought. */
void show_denials(struct ctx *c, struct view *v, const struct rows *rows);

/* "patients, records": names of a list of permissions divided by spaces. */
const char *permission_names(const struct ctx *c, const char *list);

#endif
