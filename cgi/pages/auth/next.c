/* next.c: where to go afterwards: a path of this site and nothing else. */

#include <string.h>

#include "pages/auth/next.h"

/* Pages that would lead back here, or are not pages. */
static const char *const loops[] = { "/login", "/logout", "/unlock", "/api/" };

const char *
next_path(const struct value *in)
{
	const char *path = in->text;

	if (in->error != NULL || path == NULL || path[0] != '/' ||
	    path[1] == '/' || path[1] == '\\')
		return "/";
	for (const char *p = path; *p != '\0'; p++)
		if (*p < 0x21 || *p > 0x7e || *p == '\\')
			return "/";
	for (size_t i = 0; i < sizeof(loops) / sizeof(loops[0]); i++)
		if (strncmp(path, loops[i], strlen(loops[i])) == 0)
			return "/";
	return path;
}
