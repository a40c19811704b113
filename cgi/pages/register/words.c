/* words.c: amounts as people say them: "2 tablets", "twenty (tablets)". */

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/str.h"
#include "pages/register/words.h"
#include "pages/timing.h"
#include "web/i18n.h"

/* What is counted; feminine in Russian, where one and two say so. */
static const struct counted {
	const char	*unit;
	const char	*one;	/* msgid */
	const char	*many;	/* msgid */
	bool		 feminine;
} counted[] = {
	{ "{tab}",     NN_("tablet", "tablets"),           true },
	{ "{cap}",     NN_("capsule", "capsules"),         true },
	{ "{amp}",     NN_("ampoule", "ampoules"),         true },
	{ "{supp}",    NN_("suppository", "suppositories"), false },
	{ "{patch}",   NN_("patch", "patches"),            false },
	{ "{puff}",    NN_("puff", "puffs"),               true },
	{ "{sachet}",  NN_("sachet", "sachets"),           false },
	{ "{syringe}", NN_("syringe", "syringes"),         false },
	{ "[drp]",     NN_("drop", "drops"),               true },
	{ NULL, NULL, NULL, false }
};

static const char *const to_twenty[] = { N_("zero"), N_("one"), N_("two"),
	N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"),
	N_("eight"), N_("nine"), N_("ten"), N_("eleven"), N_("twelve"),
	N_("thirteen"), N_("fourteen"), N_("fifteen"), N_("sixteen"),
	N_("seventeen"), N_("eighteen"), N_("nineteen") };
static const char *const tens[] = { "", "", N_("twenty"), N_("thirty"),
	N_("forty"), N_("fifty"), N_("sixty"), N_("seventy"), N_("eighty"),
	N_("ninety") };
static const char *const hundreds[] = { "", N_("one hundred"),
	N_("two hundred"), N_("three hundred"), N_("four hundred"),
	N_("five hundred"), N_("six hundred"), N_("seven hundred"),
	N_("eight hundred"), N_("nine hundred") };

static const struct counted *
find_counted(const char *unit)
{
	const struct counted *k = counted;

	while (k->unit != NULL && strcmp(k->unit, unit) != 0)
		k++;
	return k;
}

const char *
counted_word(const struct ctx *c, unsigned long n, const char *unit)
{
	const struct counted *k = find_counted(unit);

	return k->unit != NULL ? trn(c, k->one, k->many, n) : NULL;
}

/* Of a part of one thing, the form for two is right in Russian. */
static const char *
unit_text(const struct ctx *c, struct decimal d, const char *unit,
    const struct book *units)
{
	const struct counted *k = find_counted(unit);
	bool russian = strcmp(c->lang, "ru") == 0;
	unsigned long n = d.scale > 0 ? 2 : (unsigned long)d.digits;

	if (k->unit == NULL)
		return book_name(units, unit);
	if (d.scale > 0 && !russian && d.digits < 10)
		n = 1;
	return trn(c, k->one, k->many, n);
}

const char *
counted_unit(const struct ctx *c, const char *decimal, const char *unit,
    const struct book *units)
{
	struct decimal d;

	return decimal_parse(decimal, &d) == OK ? unit_text(c, d, unit, units) :
	    "";
}

const char *
counted_text(const struct ctx *c, const char *decimal, const char *unit,
    const struct book *units)
{
	return text_printf(c->arena, "%s %s", decimal_text(c, decimal),
	    counted_unit(c, decimal, unit, units));
}

static void
add_word(const struct ctx *c, struct str *s, const char *msgid,
    const char *before)
{
	str_addf(s, "%s%s", s->len > 0 ? before : "", tr(c, msgid));
}

/* 0 … 999 */
static void
add_hundreds(const struct ctx *c, struct str *s, long n, bool feminine)
{
	const char *before = " ";

	if (n >= 100) {
		add_word(c, s, hundreds[n / 100], " ");
		if ((n %= 100) == 0)
			return;
	}
	if (n >= 20) {
		add_word(c, s, tens[n / 10], " ");
		if ((n %= 10) == 0)
			return;
		/* po: stands in "twenty-one" */
		before = tr(c, "-");
	}
	if (n == 1 && feminine)
		add_word(c, s, N_("one (feminine)"), before);
	else if (n == 2 && feminine)
		add_word(c, s, N_("two (feminine)"), before);
	else
		add_word(c, s, to_twenty[n], before);
}

/* 0 … 999,999; Russian alone tells the genders apart. */
static void
add_number(const struct ctx *c, struct str *s, long n, bool feminine)
{
	bool russian = strcmp(c->lang, "ru") == 0;

	if (n >= 1000) {
		add_hundreds(c, s, n / 1000, russian);
		str_addf(s, " %s", trn(c, "thousand", "thousand",
		    (unsigned long)(n / 1000)));
		if ((n %= 1000) == 0)
			return;
	}
	add_hundreds(c, s, n, feminine && russian);
}

/* "two whole and five tenths" */
static void
add_fraction(const struct ctx *c, struct str *s, struct decimal d)
{
	long under = d.scale == 1 ? 10 : 100;
	long whole = (long)(d.digits / under), part = (long)(d.digits % under);
	struct str *rest = str_new(c->arena);

	add_number(c, s, whole, true);
	/* po: stands in "two whole and five tenths" */
	str_addf(s, " %s ", trn(c, "whole and", "whole and",
	    (unsigned long)whole));
	add_number(c, rest, part, true);
	str_add_text(s, rest->text);
	str_addf(s, " %s", d.scale == 1 ?
	    trn(c, "tenth", "tenths", (unsigned long)part) :
	    trn(c, "hundredth", "hundredths", (unsigned long)part));
}

const char *
in_words_text(const struct ctx *c, const char *decimal, const char *unit,
    const struct book *units)
{
	struct str *s = str_new(c->arena);
	struct decimal d;

	if (decimal_parse(decimal, &d) != OK || d.digits < 0 || d.scale > 2 ||
	    d.digits > 99999999 || (d.scale == 0 && d.digits > 999999))
		return "";
	if (d.scale > 0)
		add_fraction(c, s, d);
	else
		add_number(c, s, (long)d.digits, find_counted(unit)->feminine);
	return text_printf(c->arena, "%s (%s) %s", decimal_text(c, decimal),
	    s->text, unit_text(c, d, unit, units));
}
