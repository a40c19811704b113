/* origin.c: the addresses of the site: origins, divided by blanks. */

#include <string.h>

#include "auth/origin.h"
#include "base/str.h"

const char *
origin_first(struct arena *a, const char *origins)
{
	return text_copy_len(a, origins, strcspn(origins, " "));
}

bool
origin_is_one_of(const char *origins, const char *origin)
{
	const size_t len = strlen(origin);

	while (*origins != '\0') {
		const size_t n = strcspn(origins, " ");

		if (n == len && n > 0 && memcmp(origins, origin, n) == 0)
			return true;
		origins += n;
		origins += strspn(origins, " ");
	}
	return false;
}

const char *
origin_host(struct arena *a, const char *origin)
{
	const char *host = strstr(origin, "://");

	if (host == NULL)
		return "";
	host += 3;
	return text_copy_len(a, host, strcspn(host, ":/"));
}
