/* sheets.c: a sheet of several lines: renewed from the last one, signed together. */

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "db/documents.h"
#include "db/prescription_steps.h"
#include "pages/register/pages.h"
#include "pages/register/show.h"
#include "pages/timing.h"
#include "web/i18n.h"

/* Fields of the sheet, then the same ones for each row of it. */
enum { STARTS, NHEAD };
enum { LINE, SERIES, SIGN, DOSE, DAYS, NROW };
enum { ROWS_MAX = 60, NFIELDS = NHEAD + ROWS_MAX * NROW };

static const struct field head_form[NHEAD] = {
	[STARTS] = { "starts_on", F_DATE, .required = true },
};

static const struct field row_form[NROW] = {
	[LINE]   = { "line",   F_UUID },
	[SERIES] = { "series", F_UUID },
	[SIGN]   = { "sign",   F_FLAG },
	[DOSE]   = { "dose",   F_DECIMAL, .max = 12, .low = -1,
	    .high = 99999999 },
	[DAYS]   = { "days",   F_INT, .low = 1, .high = 730 },
};

/* head_form, then row_form as line_0, series_0, … line_59 … */
static struct field *
sheet_form(struct ctx *c)
{
	struct field *form = arena_array(c->arena, NFIELDS, sizeof(*form));

	memcpy(form, head_form, sizeof(head_form));
	for (int i = 0; i < ROWS_MAX; i++)
		for (int k = 0; k < NROW; k++) {
			struct field *f = &form[NHEAD + i * NROW + k];

			*f = row_form[k];
			f->name = text_printf(c->arena, "%s_%d",
			    row_form[k].name, i);
		}
	return form;
}

static struct value *
row_of(struct value *in, size_t i)
{
	return &in[NHEAD + i * NROW];
}

/* What was sent for this series, or NULL. */
static struct value *
find_row(struct value *in, const char *series)
{
	for (size_t i = 0; in != NULL && i < ROWS_MAX; i++) {
		struct value *row = row_of(in, i);

		if (row[SERIES].text != NULL &&
		    strcmp(row[SERIES].text, series) == 0)
			return row;
	}
	return NULL;
}

/* For how many days the line was written; "" without an end. */
static const char *
days_of(struct ctx *c, const struct prescription *l)
{
	long start, end;

	if (date_parse(l->starts_on, &start) != OK ||
	    date_parse(l->ends_on, &end) != OK)
		return "";
	return text_printf(c->arena, "%ld", end - start + 1);
}

/* One row: as it was sent, else ticked, with the dose and days of last time. */
static void
show_row(struct ctx *c, struct view *v, const struct prescription *l,
    size_t n, struct value *row)
{
	bool changed = row != NULL && row[LINE].text != NULL &&
	    strcmp(row[LINE].text, l->id) != 0;

	show_line(c, v, l);
	view_text(v, "n", text_printf(c->arena, "%zu", n));
	view_text(v, "series", l->series);
	view_flag(v, "sign", row == NULL || row[SIGN].number != 0);
	view_flag(v, "changed", changed);
	view_text(v, "days", row != NULL ? row[DAYS].raw : days_of(c, l));
	view_text(v, "days_error", row != NULL ? row[DAYS].error : NULL);
	view_text(v, "dose_error", row != NULL ? row[DOSE].error : NULL);
	view_text(v, "dose_typed", row != NULL && row[DOSE].raw != NULL ?
	    row[DOSE].raw : decimal_text(c, l->dose));
}

static enum status
show_sheet(struct ctx *c, const char *patient, struct value *in,
    enum status answer, const char *problem)
{
	struct query q[] = {
		PATIENT_GET(patient, c->lang),
		DOCUMENT_CURRENT(patient),
		PRESCRIPTION_SHEET(patient, c->lang),
	};
	struct view *v = view_new(c->arena);
	struct prescription_list lines;
	struct patient p;
	enum status st;

	c->subject = patient;
	if ((st = db_run_all(c->db, q, 3)) != OK ||
	    (st = patient_read_one(q[0].rows, &p)) != OK)
		return st;
	prescription_read(c->db, q[2].rows, &lines);
	show_who(c, v, &p, document_read_text(q[1].rows), false);
	view_text(v, "title", tr(c, "New sheet"));
	view_text(v, "starts_on", in != NULL ? in[STARTS].raw :
	    date_text(c, today(c)));
	view_text(v, "starts_on_error", in != NULL ? in[STARTS].error : NULL);
	view_flag(v, "conflict", answer == CONFLICT);
	view_text(v, "problem", problem);
	view_list(v, "rows");
	for (size_t i = 0; i < lines.len && i < ROWS_MAX; i++)
		show_row(c, view_item(v, "rows"), &lines.item[i], i,
		    find_row(in, lines.item[i].series));
	view_flag(v, "has_rows", lines.len > 0);
	if ((st = render(c, "sheet_show", v)) != OK)
		return st;
	return answer;
}

/* GET /patients/:id/sheet: the last lines ticked, and the drafts. */
enum status
page_sheet_show(struct ctx *c)
{
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK ||
	    (st = form_read(c, NULL, 0, NULL)) != OK)
		return st;
	return show_sheet(c, id, NULL, OK, NULL);
}

static bool
is_above_zero(const char *decimal)
{
	return *decimal != '-' && strcmp(decimal, "0") != 0;
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
renew(struct ctx *c, const struct prescription_source *l,
    const struct value *row, const struct value *in, const char *sheet,
    struct prescription_entry *out)
{
	char text[DATE_TEXT + 1];
	long start;
	enum status st;

	*out = (struct prescription_entry){ .patient = l->patient,
		.status = "active", .sheet = sheet };
	for (int i = 0; i < NENTRY; i++)
		out->part[i] = *l->part[i] != '\0' ? l->part[i] : NULL;
	out->part[E_DOSE] = row[DOSE].text;
	out->part[E_STARTS] = in[STARTS].text;
	out->part[E_ENDS] = NULL;
	out->part[E_REASON] = NULL;
	if (row[DAYS].text != NULL) {
		if (date_parse(in[STARTS].text, &start) != OK)
			return INVALID;
		date_iso(start + row[DAYS].number - 1, text);
		out->part[E_ENDS] = text_copy(c->arena, text);
	}
	if (strcmp(l->part[E_REVIEW], in[STARTS].text) < 0)
		out->part[E_REVIEW] = NULL;
	if (strcmp(l->part[E_TARGET], row[DOSE].text) == 0)
		drop_plan(out->part);
	if ((st = uuid_new(c, &out->id)) != OK)
		return st;
	return OK;
}

/* Everything ticked must have a dose; true when all have. */
static bool
check_rows(struct ctx *c, struct value *in)
{
	bool good = true;

	for (size_t i = 0; i < ROWS_MAX; i++) {
		struct value *row = row_of(in, i);

		if (row[SIGN].number == 0 || row[DOSE].error != NULL)
			continue;
		if (row[DOSE].raw != NULL && (row[DOSE].text == NULL ||
		    !is_above_zero(row[DOSE].text))) {
			form_fail(c, &row[DOSE],
			    N_("the dose must be above zero"));
			good = false;
		}
	}
	return good;
}

static const struct prescription_source *
find_source(const struct prescription_source *list, size_t len,
    const char *id)
{
	for (size_t i = 0; i < len; i++)
		if (strcmp(list[i].id, id) == 0)
			return &list[i];
	return NULL;
}

/* Sort what is ticked into renewed lines and drafts, and sign both. */
static enum status
sign(struct ctx *c, const char *patient, struct value *in)
{
	struct query q = ENTRY_RENEWABLE(patient);
	const char **old = arena_array(c->arena, ROWS_MAX, sizeof(*old));
	struct prescription_entry *entry =
	    arena_array(c->arena, ROWS_MAX, sizeof(*entry));
	struct str *drafts = str_new(c->arena);
	struct sheet sheet = { .old = old, .entry = entry };
	struct prescription_source *list;
	size_t len;
	enum status st;

	if ((st = uuid_new(c, &sheet.id)) != OK ||
	    (st = db_run_all(c->db, &q, 1)) != OK)
		return st;
	entry_read(c->db, q.rows, &list, &len);
	for (size_t i = 0; i < ROWS_MAX; i++) {
		const struct value *row = row_of(in, i);
		const struct prescription_source *l;

		if (row[SIGN].number == 0 || row[LINE].text == NULL)
			continue;
		l = find_source(list, len, row[LINE].text);
		if (row[DOSE].raw == NULL) {
			str_addf(drafts, "%s%s", drafts->len > 0 ? "," : "",
			    row[LINE].text);
			sheet.drafts_len++;
		} else if (l == NULL) {
			return CONFLICT;
		} else if ((st = renew(c, l, row, in, sheet.id,
		    &entry[sheet.len])) != OK) {
			return st;
		} else {
			old[sheet.len++] = l->id;
		}
	}
	sheet.drafts = drafts->text;
	if (sheet.len + sheet.drafts_len == 0)
		return NOT_FOUND;
	return sheet_sign(c->db, &sheet);
}

/* POST /patients/:id/sheet: sign what is ticked, all of it or nothing. */
enum status
page_sheet_sign(struct ctx *c)
{
	struct value *in = arena_array(c->arena, NFIELDS, sizeof(*in));
	const char *id;
	enum status st;

	if ((st = path_uuid(c, &id)) != OK)
		return st;
	c->subject = id;
	st = form_read(c, sheet_form(c), NFIELDS, in);
	if (st != OK && st != INVALID)
		return st;
	if (!check_rows(c, in))
		st = INVALID;
	if (st == INVALID)
		return show_sheet(c, id, in, INVALID, NULL);
	st = sign(c, id, in);
	if (st == NOT_FOUND)
		return show_sheet(c, id, in, INVALID,
		    tr(c, "Nothing is ticked."));
	if (st == INVALID)
		return show_sheet(c, id, in, INVALID, tr(c, "A new dose does "
		    "not fit the titration plan or the pump of its line; "
		    "change that line by itself."));
	if (st == CONFLICT)
		return show_sheet(c, id, in, CONFLICT, NULL);
	if (st != OK)
		return st;
	return redirect(c, "/patients/%s/prescriptions?done=sheet_signed", id);
}
