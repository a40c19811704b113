/* tnm.c: the spelling of a TNM formula. */

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/str.h"
#include "pages/register/tnm.h"

static const struct {
	const char	*typed;
	char		 meant;
} alike[] = {
	{ "Т", 't' }, { "т", 't' }, { "Н", 'n' }, { "н", 'n' },
	{ "М", 'm' }, { "м", 'm' }, { "Х", 'x' }, { "х", 'x' },
	{ "С", 'c' }, { "с", 'c' }, { "Р", 'p' }, { "р", 'p' },
	{ "У", 'y' }, { "у", 'y' }, { "А", 'a' }, { "а", 'a' },
	{ "В", 'b' }, { "в", 'b' },
};

/* The letter that *p begins with, in lower case; p moves over it. */
static char
next_letter(const char **p)
{
	for (size_t i = 0; i < sizeof(alike) / sizeof(alike[0]); i++) {
		size_t len = strlen(alike[i].typed);

		if (strncmp(*p, alike[i].typed, len) == 0) {
			*p += len;
			return alike[i].meant;
		}
	}
	return (char)tolower((unsigned char)*(*p)++);
}

/* In lower case, one blank for many. */
static const char *
read_letters(struct arena *a, const char *typed)
{
	char *out = arena_alloc(a, strlen(typed) + 1);
	size_t len = 0;

	while (*typed != '\0') {
		char letter = next_letter(&typed);

		if (letter == ',')
			letter = ' ';
		if (letter != ' ' || (len > 0 && out[len - 1] != ' '))
			out[len++] = letter;
	}
	return out;
}

/* N or M begins here; "1mi" has none. */
static bool
begins_part(const char *p)
{
	return *p == 'n' || (*p == 'm' && p[1] != 'i');
}

const char *
tnm_spell(struct arena *a, const char *typed)
{
	struct str *out = str_new(a);
	const char *p = read_letters(a, typed);
	bool prefixed = false;

	for (const char *begin = p; *p != '\0'; p++) {
		bool prefix = (*p == 'c' || *p == 'p') && p > begin &&
		    p[-1] == ' ' && begins_part(p + 1);

		if (*p == ' ')
			continue;
		if (prefix || (begins_part(p) && p > begin && !prefixed))
			str_add_char(out, ' ');
		str_add_char(out, *p == 't' || *p == 'x' || begins_part(p) ?
		    (char)toupper((unsigned char)*p) : *p);
		prefixed = prefix;
	}
	return out->text;
}
