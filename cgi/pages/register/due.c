/* due.c: prescription lines that ask for something, patient by patient. */

#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "db/due.h"
#include "pages/dosing.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "pages/timing.h"
#include "web/i18n.h"

enum { DAYS, NFIELDS };
static const struct field due_form[NFIELDS] = {
	[DAYS] = { "days", F_INT, .low = 0, .high = 60 },
};

#define USUAL_DAYS	"3"

/* What is asked, in the order of the page. */
static const struct {
	const char	*what;
	const char	*name;	/* msgid */
} groups[] = {
	{ "review", N_("To be reviewed") },
	{ "patch",  N_("Patches to change today") },
	{ "ending", N_("The prescription ends") },
	{ "supply", N_("What was given out runs out") },
};

static void
show_due(const struct ctx *c, struct view *v, const struct due_line *l,
    const char *on)
{
	view_text(v, "id", l->id);
	view_text(v, "patient", l->patient);
	view_text(v, "registry_no", l->registry_no);
	view_text(v, "medicine", l->medicine);
	view_text(v, "strength", l->strength);
	view_text(v, "dose", text_printf(c->arena, "%s %s",
	    decimal_text(c, l->dose), l->unit));
	view_date(v, "on", on);
}

/* The day on which what was given out is used up; "" where not known. */
static const char *
supply_ends(const struct ctx *c, const struct dosing *d,
    const struct dose_line *lines, size_t n, const char *id, long days)
{
	char text[DATE_TEXT + 1];
	long left;

	for (size_t i = 0; i < n; i++) {
		if (strcmp(lines[i].id, id) != 0)
			continue;
		left = dose_days_left(&lines[i], d->today);
		if (left < 0 || left > days)
			return "";
		date_iso(d->today + left, text);
		return text_copy(c->arena, text);
	}
	return "";
}

/* What the page is made of. */
struct due {
	struct due_list		 list;
	struct due_list		 supplied;
	struct dosing		 dosing;
	struct dose_line	*lines;	/* of what is supplied */
	size_t			 nlines;
};

enum { Q_LIST, Q_SUPPLIED, Q_LINES, Q_DOSES, NQUERIES = Q_DOSES + DOSES_QUERIES };

static enum status
load(struct ctx *c, const char *days, struct due *out)
{
	struct prescription_source *sources;
	struct doses book;
	size_t len;
	struct query q[NQUERIES] = {
		[Q_LIST] = DUE_LIST(c->lang, days),
		[Q_SUPPLIED] = DUE_SUPPLIED(c->lang),
		[Q_LINES] = ENTRY_SUPPLIED,
	};
	enum status st;

	doses_queries(c->db, NULL, NULL, c->lang, &q[Q_DOSES]);
	if ((st = db_run_all(c->db, q, NQUERIES)) != OK)
		return st;
	due_read(c->db, q[Q_LIST].rows, &out->list);
	due_read(c->db, q[Q_SUPPLIED].rows, &out->supplied);
	doses_read(c->db, &q[Q_DOSES], &book);
	dosing_read_book(c, &book, NULL, &out->dosing);
	entry_read(c->db, q[Q_LINES].rows, &sources, &len);
	dosing_lines(&out->dosing, sources, len, &out->lines, &out->nlines);
	return OK;
}

static size_t
show_group(const struct ctx *c, struct view *v, const struct due *d,
    const char *what, long days)
{
	bool supply = strcmp(what, "supply") == 0;
	const struct due_list *list = supply ? &d->supplied : &d->list;
	size_t n = 0;

	view_list(v, "lines");
	for (size_t i = 0; i < list->len; i++) {
		const char *on = list->item[i].on;

		if (strcmp(list->item[i].what, what) != 0)
			continue;
		if (supply)
			on = supply_ends(c, &d->dosing, d->lines, d->nlines,
			    list->item[i].id, days);
		if (*on == '\0')
			continue;
		show_due(c, view_item(v, "lines"), &list->item[i], on);
		n++;
	}
	return n;
}

/* GET /prescriptions/due: reviews, patches of today, what ends within days. */
enum status
page_prescription_due(struct ctx *c)
{
	struct value in[NFIELDS];
	struct view *v = view_new(c->arena);
	struct due d;
	long days;
	size_t total = 0;
	enum status st, read;

	if ((read = form_read(c, due_form, NFIELDS, in)) != OK &&
	    read != INVALID)
		return read;
	if (in[DAYS].text == NULL || in[DAYS].error != NULL)
		in[DAYS].number = 3;
	days = in[DAYS].number;
	if ((st = load(c, text_long(c->arena, days), &d)) != OK)
		return st;
	form_show(v, due_form, NFIELDS, in);
	if (in[DAYS].raw == NULL)
		view_text(v, "days", USUAL_DAYS);
	view_text(v, "title", tr(c, "Prescriptions that ask for something"));
	view_list(v, "groups");
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		struct view *o = view_item(v, "groups");
		size_t n = show_group(c, o, &d, groups[i].what, days);

		view_text(o, "name", tr(c, groups[i].name));
		view_long(o, "count", (long)n);
		view_flag(o, "has_lines", n > 0);
		total += n;
	}
	view_flag(v, "nothing", total == 0);
	if ((st = render(c, "prescription_due", v)) != OK)
		return st;
	return read;
}
