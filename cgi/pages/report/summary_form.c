/* summary_form.c: what a summary is asked about. */

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "pages/common.h"
#include "pages/report/summary_form.h"
#include "web/i18n.h"

enum { LONGEST = 3660 };		/* days: ten years */

static const struct field summary_fields[NASKED] = {
	[SINCE]        = { .name = "since", .kind = F_DATE },
	[UNTIL]        = { .name = "until", .kind = F_DATE },
	[BEFORE_SINCE] = { .name = "before_since", .kind = F_DATE },
	[BEFORE_UNTIL] = { .name = "before_until", .kind = F_DATE },
	[INSTITUTION]  = { "institution", F_CODES, .max = 600 },
	[DISTRICT]     = { "district", F_CODES, .max = 600 },
	[AGE]          = { "age", F_CODES, .max = 20 },
	[SEX]          = { "sex", F_CODES, .max = 20 },
	[GROUP]        = { "group", F_CODES, .max = 400 },
	[PLACE]        = { "place", F_CODES, .max = 400 },
};

static const struct book_entry age_items[] = {
	{ "0", "0–17", "", false }, { "1", "18–39", "", false },
	{ "2", "40–59", "", false }, { "3", "60–74", "", false },
	{ "4", "75+", "", false },
};

static const struct book_entry sex_items[] = {
	{ "m", N_("Men"), "", false }, { "f", N_("Women"), "", false },
	{ "u", N_("Not stated"), "", false },
};

/* The lists to choose from, in the order of the fields. */
enum { FIRST_LIST = INSTITUTION, LISTS = NASKED - INSTITUTION };

static struct book
book_for(const struct summary_form *form, enum summary_field field)
{
	switch (field) {
	case INSTITUTION:
		return form->books[SUMMARY_INSTITUTIONS];
	case DISTRICT:
		return form->books[SUMMARY_DISTRICTS];
	case GROUP:
		return form->books[SUMMARY_GROUPS];
	case PLACE:
		return form->books[SUMMARY_PLACES];
	case AGE:
		return (struct book){ (struct book_entry *)age_items, 5 };
	case SEX:
		return (struct book){ (struct book_entry *)sex_items, 3 };
	case SINCE:
	case UNTIL:
	case BEFORE_SINCE:
	case BEFORE_UNTIL:
	case NASKED:
		break;
	}
	return (struct book){ NULL, 0 };
}

static bool
list_has(const char *list, const char *code)
{
	size_t len = strlen(code), n;

	for (const char *p = list != NULL ? list : ""; *p != '\0';
	    p += n + (p[n] == ',')) {
		n = strcspn(p, ",");
		if (n == len && memcmp(p, code, n) == 0)
			return true;
	}
	return false;
}

/* A period of two days in order, not in the future, at most ten years long. */
static enum status
read_period(struct ctx *c, struct value *from, struct value *to,
    struct summary_scope *s)
{
	long first, last;
	enum status st;

	if (from->text == NULL || to->text == NULL) {
		form_fail(c, from->text == NULL ? from : to,
		    N_("A date is needed here."));
		return INVALID;
	}
	if ((st = date_parse(from->text, &first)) != OK ||
	    (st = date_parse(to->text, &last)) != OK)
		return st;
	if (last > date_today())
		form_fail(c, to, N_("This day is still to come: the period"
		    " ends today at the latest."));
	else if (last < first)
		form_fail(c, to, N_("The period ends before it begins."));
	else if (last - first > LONGEST)
		form_fail(c, to, N_("The period is longer than ten years."));
	if (to->error != NULL)
		return INVALID;
	s->from = from->text;
	s->to = to->text;
	return OK;
}

static struct summary_scope
scope_of(const struct ctx *c, const struct value *in)
{
	return (struct summary_scope){
		.institutions = array_text(c, in[INSTITUTION].text),
		.districts = array_text(c, in[DISTRICT].text),
		.ages = array_text(c, in[AGE].text),
		.sexes = array_text(c, in[SEX].text),
		.groups = array_text(c, in[GROUP].text),
		.places = array_text(c, in[PLACE].text),
	};
}

static bool
overlap(const struct summary_scope *a, const struct summary_scope *b)
{
	return strcmp(a->from, b->to) <= 0 && strcmp(b->from, a->to) <= 0;
}

enum status
summary_form_read(struct ctx *c, struct summary_form *form)
{
	struct value *in = form->in;
	struct summary_scope scope;
	enum status st;

	*form = (struct summary_form){ .refusal = NULL };
	if ((st = form_read(c, summary_fields, NASKED, in)) != OK)
		return st;
	scope = scope_of(c, in);
	form->now = form->before = scope;
	if (in[SINCE].text == NULL && in[UNTIL].text == NULL)
		return OK;
	if ((st = read_period(c, &in[SINCE], &in[UNTIL], &form->now)) != OK)
		return st;
	if (in[BEFORE_SINCE].text == NULL && in[BEFORE_UNTIL].text == NULL)
		return OK;
	if ((st = read_period(c, &in[BEFORE_SINCE], &in[BEFORE_UNTIL],
	    &form->before)) != OK)
		return st;
	if (!overlap(&form->now, &form->before))
		return OK;
	form_fail(c, &in[BEFORE_UNTIL], N_("The period to compare with"
	    " overlaps with the other."));
	return INVALID;
}

enum status
summary_form_check(struct ctx *c, const struct query q[SUMMARY_CHOICES],
    struct summary_form *form)
{
	size_t n;

	for (int i = 0; i < SUMMARY_CHOICES; i++)
		book_read(c->db, q[i].rows, &form->books[i]);
	for (int f = FIRST_LIST; f < NASKED; f++) {
		struct book book = book_for(form, (enum summary_field)f);
		const char *list = form->in[f].error != NULL ? NULL :
		    form->in[f].text;

		for (const char *p = list != NULL ? list : ""; *p != '\0';
		    p += n + (p[n] == ',')) {
			n = strcspn(p, ",");
			if (*book_name(&book, text_copy_len(c->arena, p, n)) ==
			    '\0')
				return NOT_FOUND;
		}
	}
	return OK;
}

static void
show_list(const struct ctx *c, struct view *v, const char *name,
    const struct book *book, const char *chosen)
{
	struct view *item;

	view_list(v, name);
	for (size_t i = 0; i < book->len; i++) {
		item = view_item(v, name);
		view_text(item, "code", book->item[i].code);
		view_text(item, "name", tr(c, book->item[i].name));
		view_flag(item, "chosen", list_has(chosen, book->item[i].code));
	}
}

/* The quarter of the year that ended last. */
static void
last_quarter(const struct ctx *c, const char **from, const char **to)
{
	char iso[DATE_TEXT + 1], last[DATE_TEXT + 1];
	long year, quarter, day = 0;

	date_iso(date_today(), iso);
	year = strtol(iso, NULL, 10);
	quarter = (strtol(iso + 5, NULL, 10) - 1) / 3;
	if (date_parse(text_printf(c->arena, "%ld-%02ld-01", year,
	    quarter * 3 + 1), &day) == OK)
		day--;
	date_russian(day, last);
	*to = text_copy(c->arena, last);
	if (quarter == 0) {
		year--;
		quarter = 4;
	}
	*from = text_printf(c->arena, "01.%02ld.%ld", quarter * 3 - 2, year);
}

void
summary_form_show(const struct ctx *c, struct view *v,
    const struct summary_form *form)
{
	static const char *const names[LISTS] = { "institutions", "districts",
		"ages", "sexes", "groups", "places" };
	const struct value *in = form->in;
	const char *from, *to;
	bool chosen = false;

	form_show(v, summary_fields, NASKED, in);
	if (in[SINCE].raw == NULL && in[UNTIL].raw == NULL) {
		last_quarter(c, &from, &to);
		view_text(v, "since", from);
		view_text(v, "until", to);
	}
	for (int i = 0; i < LISTS; i++) {
		enum summary_field f = (enum summary_field)(FIRST_LIST + i);
		struct book book = book_for(form, f);

		show_list(c, v, names[i], &book, in[f].text);
		chosen = chosen || in[f].text != NULL;
	}
	view_flag(v, "narrowed", chosen);
	view_text(v, "refusal", form->refusal);
}

void
summary_form_ask(struct view *v, const struct summary_form *form)
{
	struct view *item;

	view_list(v, "asked");
	for (int i = 0; i < NASKED; i++) {
		if (form->in[i].text == NULL)
			continue;
		item = view_item(v, "asked");
		view_text(item, "name", summary_fields[i].name);
		view_text(item, "value", form->in[i].text);
	}
}

const char *
summary_form_query(const struct ctx *c, const struct summary_form *form)
{
	struct str *s = str_new(c->arena);

	for (int i = 0; i < NASKED; i++)
		if (form->in[i].text != NULL)
			str_addf(s, "%s%s=%s", s->len > 0 ? "&" : "",
			    summary_fields[i].name, form->in[i].text);
	return s->text;
}

const char *
summary_form_chosen(const struct ctx *c, const struct summary_form *form,
    enum summary_field field)
{
	struct book book = book_for(form, field);
	struct str s;

	if (form->in[field].text == NULL)
		return tr(c, N_("all, not narrowed"));
	str_init(&s, c->arena, 128);
	for (size_t i = 0; i < book.len; i++)
		if (list_has(form->in[field].text, book.item[i].code))
			str_addf(&s, "%s%s", s.len > 0 ? ", " : "",
			    tr(c, book.item[i].name));
	return s.text;
}

const char *
summary_period(const struct ctx *c, const struct summary_scope *s)
{
	return text_printf(c->arena, "%s – %s", date_text(c, s->from),
	    date_text(c, s->to));
}
