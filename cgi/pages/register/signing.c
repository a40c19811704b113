/* signing.c: the lines of a new sheet: as sent, renewed, computed and checked. */

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "db/documents.h"
#include "pages/register/signing.h"
#include "pages/timing.h"
#include "web/i18n.h"

static const struct field head_form[S_HEAD] = {
	[S_STARTS] = { "starts_on", F_DATE, .required = true },
	[S_CHECK]  = { .name = "check", .kind = F_FLAG },
};

static const struct field row_form[S_ROW] = {
	[S_LINE]   = { .name = "line", .kind = F_UUID },
	[S_SERIES] = { .name = "series", .kind = F_UUID },
	[S_SIGN]   = { .name = "sign", .kind = F_FLAG },
	[S_DOSE]   = { "dose",   F_DECIMAL, .max = 12, .low = -1,
	    .high = 99999999 },
	[S_DAYS]   = { "days",   F_INT, .low = 1, .high = 730 },
};

/* head_form, then row_form as line_0, series_0, … line_59 … */
static struct field *
sheet_form(const struct ctx *c)
{
	struct field *form = arena_array(c->arena, NSHEET, sizeof(*form));

	memcpy(form, head_form, sizeof(head_form));
	for (int i = 0; i < SHEET_ROWS; i++)
		for (int k = 0; k < S_ROW; k++) {
			struct field *f = &form[S_HEAD + i * S_ROW + k];

			*f = row_form[k];
			f->name = text_printf(c->arena, "%s_%d",
			    row_form[k].name, i);
		}
	findings_fields(c, &form[S_FINDINGS]);
	sheet_orders_fields(c, &form[S_ORDERS]);
	return form;
}

static struct value *
row_of(struct value *in, size_t i)
{
	return &in[S_HEAD + i * S_ROW];
}

struct value *
signing_row(const struct signing *s, const char *series)
{
	for (size_t i = 0; i < SHEET_ROWS; i++) {
		struct value *row = row_of(s->in, i);

		if (row[S_SERIES].text != NULL &&
		    strcmp(row[S_SERIES].text, series) == 0)
			return row;
	}
	return NULL;
}

static bool
is_above_zero(const char *decimal)
{
	return *decimal != '-' && strcmp(decimal, "0") != 0;
}

/* Everything ticked must have a dose; true when all have. */
static bool
check_rows(struct ctx *c, struct value *in)
{
	bool good = true;

	for (size_t i = 0; i < SHEET_ROWS; i++) {
		struct value *row = row_of(in, i);

		if (row[S_SIGN].number == 0 || row[S_DOSE].error != NULL)
			continue;
		if (row[S_DOSE].raw != NULL && (row[S_DOSE].text == NULL ||
		    !is_above_zero(row[S_DOSE].text))) {
			form_fail(c, &row[S_DOSE],
			    N_("the dose must be above zero"));
			good = false;
		}
	}
	return good;
}

enum status
signing_form(struct ctx *c, struct value in[NSHEET])
{
	enum status st = form_read(c, sheet_form(c), NSHEET, in);

	if (st != OK && st != INVALID)
		return st;
	return check_rows(c, in) ? st : INVALID;
}

/* For how many days the line was written; NULL without an end. */
static const char *
days_of(const struct ctx *c, const struct prescription *l)
{
	long start, end;

	if (date_parse(l->starts_on, &start) != OK ||
	    date_parse(l->ends_on, &end) != OK)
		return NULL;
	return text_printf(c->arena, "%ld", end - start + 1);
}

/* Every line ticked, with the dose and days of last time, from today. */
static struct value *
as_last_time(const struct ctx *c, const struct prescription_list *lines)
{
	struct value *in = arena_array(c->arena, NSHEET, sizeof(*in));
	const char *days;

	in[S_STARTS] = (struct value){ .text = today(c),
	    .raw = date_text(c, today(c)) };
	for (size_t i = 0; i < lines->len && i < SHEET_ROWS; i++) {
		const struct prescription *l = &lines->item[i];
		struct value *row = row_of(in, i);

		row[S_LINE].text = l->id;
		row[S_SERIES].text = l->series;
		row[S_SIGN].number = 1;
		if (strcmp(l->status, "draft") == 0)
			continue;
		row[S_DOSE] = (struct value){ .text = l->dose,
		    .raw = decimal_text(c, l->dose) };
		if ((days = days_of(c, l)) != NULL)
			row[S_DAYS] = (struct value){ .text = days,
			    .raw = days, .number = strtol(days, NULL, 10) };
	}
	return in;
}

enum status
signing_open(struct ctx *c, const char *patient, struct value *in,
    struct signing *out)
{
	enum { PATIENT, PASSPORT, LINES, SOURCE, ORDERS, DOSES,
	    NQUERIES = DOSES + PATIENT_DOSES_QUERIES };
	struct query q[NQUERIES] = {
		[PATIENT] = PATIENT_GET(patient, c->lang),
		[PASSPORT] = DOCUMENT_CURRENT(patient),
		[LINES] = PRESCRIPTION_SHEET(patient, c->lang),
		[SOURCE] = ENTRY_RENEWABLE(patient),
		[ORDERS] = ORDER_SHEET(patient, c->lang),
	};
	enum status st;

	c->subject = patient;
	memset(out, 0, sizeof(*out));
	patient_doses_queries(c, patient, &q[DOSES]);
	if ((st = db_run_all(c->db, q, NQUERIES)) != OK ||
	    (st = patient_read_one(q[PATIENT].rows, &out->patient)) != OK)
		return st;
	out->passport = document_read_text(q[PASSPORT].rows);
	prescription_read(c->db, q[LINES].rows, &out->lines);
	entry_read(c->db, q[SOURCE].rows, &out->source, &out->source_len);
	patient_doses_read(c, patient, &q[DOSES], NULL, &out->doses);
	order_read(c->db, q[ORDERS].rows, &out->orders);
	out->sent = in != NULL;
	out->in = in != NULL ? in : as_last_time(c, &out->lines);
	out->doses.set.in = &out->in[S_FINDINGS];
	out->old = arena_array(c->arena, SHEET_ROWS, sizeof(*out->old));
	out->fresh = arena_array(c->arena, SHEET_ROWS, sizeof(*out->fresh));
	return OK;
}

/* A plan that has reached its target is over. */
static void
drop_plan(const char *part[NENTRY])
{
	part[E_STEP] = part[E_STEP_DAYS] = NULL;
	part[E_TARGET] = part[E_DECIDER] = NULL;
}

/* The line as it was, from the day of the sheet on, in the dose of the row. */
static enum status
renew(struct ctx *c, const struct signing *s,
    const struct prescription_source *l, const struct value *row,
    struct prescription_entry *out)
{
	const struct value *starts = &s->in[S_STARTS];
	char text[DATE_TEXT + 1];
	long start;

	*out = (struct prescription_entry){ .patient = l->patient,
		.status = "active", .sheet = s->sheet.id };
	for (int i = 0; i < NENTRY; i++)
		out->part[i] = *l->part[i] != '\0' ? l->part[i] : NULL;
	out->part[E_DOSE] = row[S_DOSE].text;
	out->part[E_STARTS] = starts->text;
	out->part[E_ENDS] = NULL;
	out->part[E_REASON] = NULL;
	if (row[S_DAYS].text != NULL) {
		if (date_parse(starts->text, &start) != OK)
			return INVALID;
		date_iso(start + row[S_DAYS].number - 1, text);
		out->part[E_ENDS] = text_copy(c->arena, text);
	}
	if (strcmp(l->part[E_REVIEW], starts->text) < 0)
		out->part[E_REVIEW] = NULL;
	if (strcmp(l->part[E_TARGET], row[S_DOSE].text) == 0)
		drop_plan(out->part);
	return uuid_new(c, &out->id);
}

static const struct prescription_source *
find_source(const struct signing *s, const char *id)
{
	for (size_t i = 0; i < s->source_len; i++)
		if (strcmp(s->source[i].id, id) == 0)
			return &s->source[i];
	return NULL;
}

/* To the lines that are checked; one that cannot be computed is left out. */
static void
add_fresh(struct signing *s, const struct prescription_source *l,
    const struct prescription_entry *entry)
{
	struct dose_line *line = &s->fresh[s->nfresh];

	if (!dosing_line(&s->doses.d, l->medicine, entry->part, line))
		return;
	line->id = entry->id;
	line->series = l->series;
	s->old[s->nfresh++] = l->id;
}

static void
add_draft(struct signing *s, const char *id)
{
	const struct dose_line *line = dosing_draft_of(&s->doses.d, id);

	if (line == NULL)
		return;
	s->fresh[s->nfresh] = *line;
	s->old[s->nfresh++] = line->id;
}

static enum status
take_row(struct ctx *c, struct signing *s, const struct value *row,
    struct str *drafts, const char **old, struct prescription_entry *entry)
{
	const struct prescription_source *l;
	struct sheet *sheet = &s->sheet;
	enum status st;

	if (row[S_DOSE].raw == NULL) {
		str_addf(drafts, "%s%s", drafts->len > 0 ? "," : "",
		    row[S_LINE].text);
		sheet->drafts_len++;
		add_draft(s, row[S_LINE].text);
		return OK;
	}
	if ((l = find_source(s, row[S_LINE].text)) == NULL)
		return CONFLICT;
	if ((st = renew(c, s, l, row, &entry[sheet->len])) != OK)
		return st;
	add_fresh(s, l, &entry[sheet->len]);
	old[sheet->len++] = l->id;
	return OK;
}

enum status
signing_take(struct ctx *c, struct signing *s)
{
	const char **old = arena_array(c->arena, SHEET_ROWS, sizeof(*old));
	struct prescription_entry *entry =
	    arena_array(c->arena, SHEET_ROWS, sizeof(*entry));
	struct str *drafts = str_new(c->arena);
	struct finding_set *set = &s->doses.set;
	enum status st;

	if ((st = uuid_new(c, &s->sheet.id)) != OK)
		return st;
	for (size_t i = 0; i < SHEET_ROWS; i++) {
		const struct value *row = row_of(s->in, i);

		if (row[S_SIGN].number == 0 || row[S_LINE].text == NULL)
			continue;
		if ((st = take_row(c, s, row, drafts, old, entry)) != OK)
			return st;
	}
	s->sheet.old = old;
	s->sheet.entry = entry;
	s->sheet.drafts = drafts->text;
	set->place = FINDING_SHEET;
	set->fresh = s->fresh;
	set->nfresh = s->nfresh;
	set->old = s->old;
	set->found = (struct dose_findings){ NULL, 0 };
	if (s->nfresh > 0)
		finding_check(set);
	return s->sheet.len + s->sheet.drafts_len > 0 ? OK : NOT_FOUND;
}
