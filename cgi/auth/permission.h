/* permission.h: permissions, compiled in; roles are data. */
#ifndef PERMISSION_H
#define PERMISSION_H

#include <stdbool.h>

#include "web/ctx.h"

enum perm {
	PERM_PUBLIC,	/* no session needed */
	PERM_SESSION,	/* any session */
	PERM_SELF,	/* one whose second factor is there, if a role asks for it */
#define PERMISSION(name, group)	PERM_##name,
#include "auth/perm.def"
#undef PERMISSION
	PERM_LEN
};

/* The bit set for a space-separated list of names; unknown names are ignored. */
unsigned long permission_set(const char *names);

/* "PATIENT_READ" for PERM_PATIENT_READ. */
const char *permission_name(enum perm p);

bool may(const struct ctx *c, enum perm p);

#endif
