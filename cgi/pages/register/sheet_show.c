/* sheet_show.c: how the form of chosen instruments is put into a view. */

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pages/common.h"
#include "pages/register/show.h"
#include "pages/register/sheet.h"
#include "web/i18n.h"

/* Answers longer than this (bytes) stand below each other. */
enum { LONG_ANSWER = 36 };

const struct choice assessment_sources[] = {
	{ "patient",      N_("the patient"),                NULL },
	{ "caregiver",    N_("a relative or caregiver"),    NULL },
	{ "professional", N_("a health professional"),      NULL },
	{ "assisted",     N_("the patient with help"),      NULL },
	{ NULL, NULL, NULL }
};

static bool
is_kind(const struct item *item, const char *kind)
{
	return strcmp(item->kind, kind) == 0;
}

static void
show_choice(struct view *v, const struct value *in, const char *value,
    const char *name)
{
	struct view *o = view_item(v, "choices");

	view_text(o, "value", value);
	view_text(o, "answer", name);
	view_flag(o, "checked", in->raw != NULL && strcmp(in->raw, value) == 0);
}

static void
show_scale(const struct ctx *c, struct view *v, const struct item *item,
    const struct value *in)
{
	long high = strtol(item->high, NULL, 10);
	long step = strtol(item->step, NULL, 10);

	for (long k = strtol(item->low, NULL, 10); k <= high; k += step)
		show_choice(v, in, text_printf(c->arena, "%ld", k), "");
}

static void
show_answers(struct view *v, const struct item *item, const struct value *in)
{
	bool is_long = false;

	for (size_t i = 0; i < item->answers_len; i++) {
		show_choice(v, in, item->answers[i].value,
		    item->answers[i].name);
		is_long |= strlen(item->answers[i].name) > LONG_ANSWER;
	}
	view_flag(v, "long", is_long);
}

static const char *
answer_name(const struct item *item, const char *value)
{
	for (size_t i = 0; i < item->answers_len; i++)
		if (strcmp(item->answers[i].value, value) == 0)
			return item->answers[i].name;
	return "";
}

/* What was said last time, and when. */
static void
show_last(const struct ctx *c, struct view *v, const struct sheet *s,
    const struct item *item)
{
	view_text(v, "last", "");
	for (size_t i = 0; i < s->last.len; i++) {
		const struct observed *o = &s->last.item[i];

		if (strcmp(o->code, item->code) != 0)
			continue;
		view_text(v, "last_value", o->value);
		view_decimal(v, "last", o->value, c->lang);
		view_text(v, "last_name", answer_name(item, o->value));
		view_text(v, "last_on", date_text(c, o->on));
	}
}

static void
show_item(const struct ctx *c, struct view *v, const struct sheet *s,
    size_t i)
{
	const struct item *item = s->asked[i];
	const struct value *in = &s->in[s->first + i];
	bool scale = is_kind(item, "scale"), choice = is_kind(item, "choice");

	view_text(v, "code", item->code);
	view_text(v, "name", item->name);
	view_text(v, "least", item->least);
	view_text(v, "most", item->most);
	view_text(v, "step", item->step);
	view_text(v, "low", item->low);
	view_text(v, "high", item->high);
	view_text(v, "error", in->error);
	view_flag(v, "radio", scale || choice);
	view_flag(v, "number", is_kind(item, "number"));
	view_list(v, "choices");
	view_flag(v, "long", false);
	if (scale)
		show_scale(c, v, item, in);
	if (choice)
		show_answers(v, item, in);
	if (scale || choice)
		view_flag(v, "na_checked",
		    in->raw != NULL && strcmp(in->raw, "na") == 0);
	else if (in->raw == NULL || strcmp(in->raw, "na") == 0)
		view_text(v, "typed", "");
	else
		view_text(v, "typed", in->raw);
	show_last(c, v, s, item);
}

static size_t
place_of(const struct sheet *s, const struct item *item)
{
	for (size_t i = 0; i < s->asked_len; i++)
		if (s->asked[i] == item)
			return i;
	return s->asked_len;
}

/* The parts of a total, by spaces. */
static const char *
parts_text(const struct ctx *c, const struct item *total)
{
	char *text = text_copy(c->arena, total->parts);

	for (char *p = text; *p != '\0'; p++)
		if (*p == ',')
			*p = ' ';
	return text;
}

static void
show_instrument(const struct ctx *c, struct view *v, const struct sheet *s,
    const struct instrument *t)
{
	view_text(v, "instrument", t->code);
	view_text(v, "instrument_name", t->name);
	view_text(v, "help", t->help);
	view_text(v, "source", t->source);
	view_text(v, "licence", t->licence);
	view_list(v, "items");
	view_list(v, "totals");
	view_list(v, "above");
	for (size_t k = 0; k < t->items_len; k++) {
		const struct item *item = &t->items[k];
		size_t place = place_of(s, item);
		struct view *o;

		if (place < s->asked_len) {
			show_item(c, view_item(v, "items"), s, place);
			continue;
		}
		o = view_item(v, is_kind(item, "total") ? "totals" : "above");
		view_text(o, "name", item->name);
		view_text(o, "parts", parts_text(c, item));
	}
}

void
sheet_show(const struct ctx *c, struct view *v, const struct sheet *s)
{
	const char *by = s->in[SHEET_BY].raw;
	bool asks_by = false;

	form_show(v, s->fields, SHEET_FIXED, s->in);
	view_text(v, "entry", s->in[SHEET_ID].text);
	view_list(v, "all_instruments");
	view_list(v, "instruments");
	view_list(v, "used");
	for (size_t i = 0; i < s->instruments.len; i++) {
		const struct instrument *t = &s->instruments.item[i];
		struct view *o = view_item(v, "all_instruments");

		view_text(o, "instrument", t->code);
		view_text(o, "instrument_name", t->name);
		view_flag(o, "chosen", t->chosen);
		if (!t->chosen)
			continue;
		asks_by |= t->completed_by;
		view_text(view_item(v, "used"), "instrument", t->code);
		show_instrument(c, view_item(v, "instruments"), s, t);
	}
	view_flag(v, "asks_by", asks_by);
	show_choices(c, v, "sources", assessment_sources,
	    by != NULL && *by != '\0' ? by : "patient");
	view_flag(v, "empty", s->empty);
	for (size_t i = 0; i < s->len; i++)
		if (s->in[i].error != NULL)
			view_flag(v, "has_errors", true);
}
