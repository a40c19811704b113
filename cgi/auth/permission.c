/* permission.c: permissions, compiled in; roles are data. */

#include <string.h>

#include "auth/permission.h"

static const char *const names[PERM_LEN] = {
	[PERM_PUBLIC] = "PUBLIC",
	[PERM_SESSION] = "SESSION",
	[PERM_SELF] = "SELF",
#define PERMISSION(name, group)	[PERM_##name] = #name,
#include "auth/perm.def"
#undef PERMISSION
};

/* PUBLIC, SESSION and SELF are no rights that a role could give. */
static unsigned long
bit_of(const char *name, size_t len)
{
	for (int p = PERM_SELF + 1; p < PERM_LEN; p++)
		if (strlen(names[p]) == len &&
		    memcmp(names[p], name, len) == 0)
			return 1ul << p;
	return 0;
}

unsigned long
permission_set(const char *list)
{
	unsigned long set = 0;
	size_t len;

	for (; *list != '\0'; list += len) {
		list += strspn(list, " ");
		len = strcspn(list, " ");
		set |= bit_of(list, len);
	}
	return set;
}

const char *
permission_name(enum perm p)
{
	return names[p];
}

bool
may(const struct ctx *c, enum perm p)
{
	if (p == PERM_PUBLIC)
		return true;
	if (c->user == NULL)
		return false;
	if (p == PERM_SESSION || c->user->factor_due)
		return p == PERM_SESSION;
	return p == PERM_SELF || (c->user->perms & 1ul << p) != 0;
}
