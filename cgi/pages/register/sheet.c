/* sheet.c: the form of chosen instruments: what is asked, what was answered. */

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "pages/common.h"
#include "pages/register/sheet.h"
#include "web/i18n.h"
#include "web/request.h"

#define USE		"use-"
#define NOT_ASSESSED	"na"

static const char *const by_codes[] = { "patient", "caregiver",
	"professional", "assisted", NULL };

static const struct field fixed[SHEET_FIXED] = {
	[SHEET_ID] = { "id", F_UUID, .required = true },
	[SHEET_ON] = { "on", F_DATE, .required = true },
	[SHEET_AT] = { "at", F_TEXT, .max = 5 },
	[SHEET_BY] = { "by", F_CHOICE, .choices = by_codes },
};

const char *
sheet_chosen(const struct ctx *c)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	const struct request *req = c->req;
	bool post = req->method == METHOD_POST;
	const struct pair *pairs = post ? req->body : req->query;
	size_t len = post ? req->body_len : req->query_len;
	struct str *s = str_new(c->arena);

	str_add_char(s, '{');
	for (size_t i = 0; i < len; i++) {
		const char *code = pairs[i].name + sizeof(USE) - 1;

		if (strncmp(pairs[i].name, USE, sizeof(USE) - 1) != 0 ||
		    *code == '\0' || strspn(code, letters) != strlen(code))
			continue;
		str_addf(s, "%s%s", s->len > 1 ? "," : "", code);
	}
	str_add_char(s, '}');
	return s->text;
}

static bool
is_kind(const struct item *item, const char *kind)
{
	return strcmp(item->kind, kind) == 0;
}

/* The field that asks for an item, or NULL. */
static struct value *
value_of(const struct sheet *s, const char *code)
{
	for (size_t i = 0; i < s->asked_len; i++)
		if (strcmp(s->asked[i]->code, code) == 0)
			return &s->in[s->first + i];
	return NULL;
}

/* The answers a scale or choice can have, and that it was not assessed. */
static const char *const *
choices_of(const struct ctx *c, const struct item *item)
{
	long low = strtol(item->low, NULL, 10);
	long high = strtol(item->high, NULL, 10);
	long step = strtol(item->step, NULL, 10);
	const char **list;
	size_t n = 0;

	if (is_kind(item, "choice")) {
		list = arena_array(c->arena, item->answers_len + 2,
		    sizeof(*list));
		for (; n < item->answers_len; n++)
			list[n] = item->answers[n].value;
	} else {
		list = arena_array(c->arena,
		    (size_t)((high - low) / step) + 3, sizeof(*list));
		for (long k = low; k <= high; k += step)
			list[n++] = text_printf(c->arena, "%ld", k);
	}
	list[n] = NOT_ASSESSED;
	return list;
}

static struct field
field_of(const struct ctx *c, const struct item *item)
{
	if (is_kind(item, "number"))
		return (struct field){ item->code, F_DECIMAL, .max = 12,
		    .low = strtol(item->low, NULL, 10),
		    .high = strtol(item->high, NULL, 10) };
	return (struct field){ item->code, F_CHOICE, .max = 12,
	    .choices = choices_of(c, item) };
}

static void
make_fields(const struct ctx *c, struct sheet *s)
{
	size_t items = 0;

	for (size_t i = 0; i < s->instruments.len; i++)
		items += s->instruments.item[i].items_len;
	s->first = SHEET_FIXED + s->instruments.len;
	s->fields = arena_array(c->arena, s->first + items,
	    sizeof(*s->fields));
	s->in = arena_array(c->arena, s->first + items, sizeof(*s->in));
	s->asked = arena_array(c->arena, items, sizeof(*s->asked));
	memcpy(s->fields, fixed, sizeof(fixed));
	for (size_t i = 0; i < s->instruments.len; i++) {
		const struct instrument *t = &s->instruments.item[i];

		s->fields[SHEET_FIXED + i] = (struct field){ .kind = F_FLAG,
		    .name = text_printf(c->arena, USE "%s", t->code) };
		for (size_t k = 0; k < t->items_len; k++) {
			if (is_kind(&t->items[k], "total") ||
			    value_of(s, t->items[k].code) != NULL)
				continue;
			s->fields[s->first + s->asked_len] =
			    field_of(c, &t->items[k]);
			s->asked[s->asked_len++] = &t->items[k];
		}
	}
	s->len = s->first + s->asked_len;
}

enum status
sheet_open(struct ctx *c, const char *patient, const char *chosen,
    const char *before, struct sheet *out)
{
	enum { PATIENT, PASSPORT, LAST, INSTRUMENTS };
	struct query q[INSTRUMENTS + INSTRUMENT_QUERIES] = {
		[PATIENT] = PATIENT_GET(patient, c->lang),
		[PASSPORT] = DOCUMENT_CURRENT(patient),
		[LAST] = ASSESSMENT_LAST(patient, chosen, before),
	};
	enum status st;

	c->subject = patient;
	memset(out, 0, sizeof(*out));
	instrument_queries(c->db, chosen, patient, c->lang, &q[INSTRUMENTS]);
	if ((st = db_run_all(c->db, q, sizeof(q) / sizeof(q[0]))) != OK ||
	    (st = patient_read_one(q[PATIENT].rows, &out->patient)) != OK)
		return st;
	out->passport = document_read_text(q[PASSPORT].rows);
	observed_read(c->db, q[LAST].rows, &out->last);
	instrument_read(c->db, &q[INSTRUMENTS], &out->instruments);
	make_fields(c, out);
	return OK;
}

/* The moment: as written, else now, or noon of another day. */
static void
set_moment(const struct ctx *c, struct sheet *s, const struct value *on,
    const struct value *at, long minutes)
{
	long days;

	if ((at->text == NULL && strcmp(on->text, today(c)) == 0) ||
	    date_parse(on->text, &days) != OK)
		return;
	s->moment = text_printf(c->arena, "%ld", date_moment(days, minutes));
}

/* The day lies between the birth and the end of the register entry. */
static bool
check_when(struct ctx *c, struct sheet *s)
{
	struct value *on = &s->in[SHEET_ON], *at = &s->in[SHEET_AT];
	const char *end = *s->patient.died_on != '\0' ? s->patient.died_on :
	    s->patient.date_out;
	long minutes = 12 * 60;

	if (at->text != NULL && at->error == NULL &&
	    time_read(at->text, &minutes) != OK)
		form_fail(c, at, N_("write a time as HH:MM"));
	if (on->text == NULL || on->error != NULL)
		return false;
	if (strcmp(on->text, today(c)) > 0)
		form_fail(c, on, N_("this day lies in the future"));
	else if (strtol(on->text, NULL, 10) < s->patient.year_of_birth)
		form_fail(c, on, N_("this day lies before the birth"));
	else if (*end != '\0' && strcmp(on->text, end) > 0)
		form_fail(c, on, N_("this day lies after the death or removal"));
	set_moment(c, s, on, at, minutes);
	return at->error == NULL && on->error == NULL;
}

/* A number is not finer than its step. */
static bool
check_numbers(struct ctx *c, struct sheet *s)
{
	struct decimal value, step;
	bool good = true;

	for (size_t i = 0; i < s->asked_len; i++) {
		struct value *in = &s->in[s->first + i];

		if (!is_kind(s->asked[i], "number") || in->text == NULL ||
		    in->error != NULL ||
		    decimal_parse(in->text, &value) != OK ||
		    decimal_parse(s->asked[i]->step, &step) != OK ||
		    value.scale <= step.scale)
			continue;
		form_fail(c, in, step.scale == 0 ? N_("a whole number") :
		    N_("one decimal at most"));
		good = false;
	}
	return good;
}

enum status
sheet_read(struct ctx *c, struct sheet *s)
{
	enum status st = form_read(c, s->fields, s->len, s->in);
	bool when, numbers;

	if (st != OK && st != INVALID)
		return st;
	when = check_when(c, s);
	numbers = check_numbers(c, s);
	s->empty = true;
	for (size_t i = s->first; i < s->len; i++)
		if (s->in[i].raw != NULL && *s->in[i].raw != '\0')
			s->empty = false;
	return st == OK && when && numbers && !s->empty ? OK : INVALID;
}

void
sheet_refuse(struct ctx *c, struct sheet *s)
{
	form_fail(c, &s->in[SHEET_AT],
	    strcmp(db_refusal(c->db), "assessment_not_in_future") == 0 ?
	    N_("this time lies in the future") :
	    N_("the database refuses this entry"));
}

void
sheet_fill(const struct ctx *c, struct sheet *s,
    const struct assessment *a, const struct observed_list *answers)
{
	s->corrects = a;
	s->in[SHEET_ON].text = a->on;
	s->in[SHEET_AT].raw = time_text(c, a->moment);
	s->in[SHEET_BY].raw = a->completed_by;
	for (size_t i = 0; i < answers->len; i++) {
		struct value *in = value_of(s, answers->item[i].code);

		if (in != NULL)
			in->raw = *answers->item[i].value != '\0' ?
			    answers->item[i].value : NOT_ASSESSED;
	}
}

bool
sheet_entry(const struct ctx *c, const struct sheet *s,
    const struct instrument *i, struct assessment_entry *out)
{
	struct str *codes = str_new(c->arena), *values = str_new(c->arena);
	bool answered = false;

	for (size_t k = 0; k < i->items_len; k++) {
		const struct value *in = value_of(s, i->items[k].code);
		const char *text = in != NULL ? in->text : NULL;

		if (is_kind(&i->items[k], "total") || in == NULL)
			continue;
		answered |= text != NULL;
		if (text == NULL || strcmp(text, NOT_ASSESSED) == 0)
			text = "NULL";
		str_addf(codes, "%c%s", codes->len > 0 ? ',' : '{',
		    i->items[k].code);
		str_addf(values, "%c%s", values->len > 0 ? ',' : '{', text);
	}
	str_add_char(codes, '}');
	str_add_char(values, '}');
	*out = (struct assessment_entry){
		.id = s->in[SHEET_ID].text,
		.instrument = i->code,
		.on = s->in[SHEET_ON].text,
		.moment = s->moment,
		.completed_by = s->in[SHEET_BY].text,
		.codes = codes->text,
		.values = values->text,
	};
	return answered;
}
