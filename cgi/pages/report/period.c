/* period.c: the days a report is about. */

#include "base/date.h"
#include "pages/common.h"
#include "pages/report/period.h"
#include "web/i18n.h"

enum { LONGEST = 3660 };	/* days */

static enum status
need_day(const struct ctx *c, struct value *day)
{
	if (day->text != NULL)
		return OK;
	form_fail(c, day, N_("a date is needed here"));
	return INVALID;
}

enum status
period_read(const struct ctx *c, struct value *since, struct value *until,
    struct report_scope *out)
{
	enum status one = need_day(c, since), two = need_day(c, until), st;
	long from, to;

	if (one != OK || two != OK)
		return INVALID;
	if ((st = date_parse(since->text, &from)) != OK ||
	    (st = date_parse(until->text, &to)) != OK)
		return st;
	if (to < from || to - from > LONGEST) {
		form_fail(c, until, N_("the period ends before it begins "
		    "or is longer than ten years"));
		return INVALID;
	}
	*out = (struct report_scope){ since->text, until->text };
	return OK;
}
