/* users.h: how an account is told of, and the choices of its forms. */
#ifndef ADMIN_USERS_H
#define ADMIN_USERS_H

#include "db/users.h"
#include "pages/common.h"

/* States of an account, and what else a list may be asked for. */
extern const struct choice user_states[];

/* The permissions a role may hold, by their names in perm.def. */
extern const struct choice permission_choices[];

void show_user(struct ctx *c, struct view *v, const struct user_account *u);

/* The title, the tabs of one user, and who he is. */
enum status show_user_head(struct ctx *c, struct view *v, const char *id,
    const char *tab) __attribute__((warn_unused_result));

#endif
