/* unit.c: units of UCUM that doses are given in. */

#include <stddef.h>
#include <string.h>

#include "dose/unit.h"

/* over / under of one of these are one of base; a rate: in a day. */
static const struct unit {
	const char	*code;
	const char	*base;
	int64_t		 over;
	int64_t		 under;
	bool		 rate;
} units[] = {
	{ "mg",		"mg",	1,	1,	false },
	{ "ug",		"mg",	1,	1000,	false },
	{ "g",		"mg",	1000,	1,	false },
	{ "mL",		"mL",	1,	1,	false },
	{ "[IU]",	"[IU]",	1,	1,	false },
	{ "10*3.[IU]",	"[IU]",	1000,	1,	false },
	{ "10*6.[IU]",	"[IU]",	1000000, 1,	false },
	{ "mmol",	"mmol",	1,	1,	false },
	{ "ug/h",	"mg",	24,	1000,	true },
	{ "mg/h",	"mg",	24,	1,	true },
	{ "ug/(24.h)",	"mg",	1,	1000,	true },
	{ "mg/(24.h)",	"mg",	1,	1,	true },
	{ "mL/h",	"mL",	24,	1,	true },
	{ "L/min",	"L",	1440,	1,	true },
};

static const struct unit *
find(const char *code)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(units[i].code, code) == 0)
			return &units[i];
	return NULL;
}

bool
unit_convertible(const char *from, const char *to)
{
	const struct unit *f, *t;

	if (strcmp(from, to) == 0)
		return true;
	f = find(from);
	t = find(to);
	return f != NULL && t != NULL && f->rate == t->rate &&
	    strcmp(f->base, t->base) == 0;
}

struct ratio
unit_convert(struct ratio amount, const char *from, const char *to)
{
	const struct unit *f, *t;

	if (strcmp(from, to) == 0)
		return amount;
	f = find(from);
	t = find(to);
	if (f == NULL || t == NULL || f->rate != t->rate ||
	    strcmp(f->base, t->base) != 0)
		return RATIO_NONE;
	return ratio_divide(ratio_multiply(amount, ratio_divide(
	    ratio_whole(f->over), ratio_whole(f->under))),
	    ratio_divide(ratio_whole(t->over), ratio_whole(t->under)));
}

const char *
unit_of_day(const char *rate)
{
	const struct unit *u = find(rate);

	return u != NULL && u->rate ? u->base : NULL;
}

struct ratio
unit_day(struct ratio amount, const char *rate)
{
	const struct unit *u = find(rate);

	if (u == NULL || !u->rate)
		return RATIO_NONE;
	return ratio_multiply(amount, ratio_divide(ratio_whole(u->over),
	    ratio_whole(u->under)));
}
